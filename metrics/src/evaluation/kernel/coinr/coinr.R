# The figures that COINr itself gives for every method that it offers: what the other files here hold.
#
#   Rscript coinr.R COINR/R FOLDER
#
# COINR is the source of COINr (github.com/bluefoxr/COINr, MIT; commit b9682034, version 1.1.14), which is no
# part of this project; FOLDER holds `tables.csv`, and gets the other files. A case that COINr refuses, and one where
# the kernel differs on purpose (see `coinr.rs`), is no row; a figure where it does, in a row that has others, is `?`.

arguments <- commandArgs(TRUE)
for (file in list.files(arguments[1], pattern = "[.]R$", full.names = TRUE)) source(file)
attempt <- function(x) suppressWarnings(tryCatch(x, error = function(e) NULL))
in_folder <- function(name) file.path(arguments[2], name)

codes <- c("a", "b", "c", "d", "e", "f")
tables <- read.csv(in_folder("tables.csv"))
tables[codes] <- lapply(tables[codes], as.numeric)
tables <- split(tables, ~ table)
direction <- c(a = 1, b = 1, c = -1, d = 1, e = -1, f = 1)
directions <- data.frame(iCode = codes, Direction = direction)
# What is part of what, level by level; the last one is the index.
levels <- list(
  list(one = c("a", "b"), two = c("c", "d"), three = c("e", "f")),
  list(left = c("one", "two"), right = "three"),
  list(whole = c("left", "right"))
)
weights <- c(a = 3, b = 1, c = 2, d = 5, e = 1, f = 4, one = 2, two = 3, three = 1, left = 3, right = 2)
below <- list(NULL, levels[[1]], list(left = c("a", "b", "c", "d"), right = c("e", "f")))

# Imputation. By rows, COINr takes one group of indicators after the other.
by_column <- function(f_i) function(x, group) Impute.data.frame(x, f_i = f_i, warn_on_NAs = FALSE)
by_group <- function(f_i) function(x, group)
  Impute.data.frame(x, f_i = f_i, f_i_para = list(f = ifelse(group == "", NA, group)), warn_on_NAs = FALSE)
by_row <- function(f_i, level = NULL, first = TRUE) function(x, group) {
  parts <- if (is.null(level)) list(codes) else below[[level]]
  for (part in parts)
    x[part] <- Impute.data.frame(x[part], f_i = f_i, impute_by = "row", normalise_first = first,
      directions = direction[part], warn_on_NAs = FALSE)
  x
}
imputations <- list(
  none = function(x, group) x,
  mean = by_column("i_mean"), median = by_column("i_median"),
  group_mean = by_group("i_mean_grp"), group_median = by_group("i_median_grp"),
  unit_mean = by_row("i_mean"), unit_median = by_row("i_median"),
  unit_mean_2 = by_row("i_mean", 2), unit_median_3 = by_row("i_median", 3),
  unit_mean_raw = by_row("i_mean", first = FALSE)
)

scale <- function(f_n, ...) list(f_n = f_n, f_n_para = list(...))
# Targets and posts of an indicator of which less is better, as COINr's own `use_iMeta` makes them.
own <- function(up, down) sapply(codes, function(code) if (direction[code] == 1) up else down, simplify = FALSE)
normalisations <- list(
  min_max = scale("n_minmax", l_u = c(1, 100)),
  z_score = scale("n_zscore", m_sd = c(10, 2)),
  rank = scale("n_rank"), borda = scale("n_borda"), percentile = scale("n_prank"),
  to_best = scale("n_dist2max"),
  to_unit = scale("n_dist2ref", iref = 1), to_unit_capped = scale("n_dist2ref", iref = 1, cap_max = TRUE),
  to_value = own(scale("n_dist2targ", targ = 5), scale("n_dist2targ", targ = -5)),
  to_value_capped = own(scale("n_dist2targ", targ = 5, cap_max = TRUE), scale("n_dist2targ", targ = -5, cap_max = TRUE)),
  of_max = scale("n_fracmax"),
  scaled = own(scale("n_scaled", npara = c(1, 9)), scale("n_scaled", npara = c(-9, -1))),
  posts = own(scale("n_goalposts", gposts = c(1, 9, 10)), scale("n_goalposts", gposts = c(-9, -1, 10))),
  posts_beyond = own(scale("n_goalposts", gposts = c(1, 9, 10), trunc2posts = FALSE),
    scale("n_goalposts", gposts = c(-9, -1, 10), trunc2posts = FALSE)),
  none = list(f_n = "none")
)
normalise <- function(x, name) {
  how <- normalisations[[name]]
  y <- if (is.null(how$f_n)) Normalise(x, indiv_specs = how, directions = directions)
    else Normalise(x, global_specs = how, directions = directions)
  if (any(is.infinite(as.matrix(y)))) stop("a reference is the least value")
  # The cap hides that.
  if (endsWith(name, "_capped")) normalise(x, sub("_capped", "", name))
  y
}
# The rows of each group by themselves, and which ones COINr refuses to scale.
normalise_each <- function(x, name, groups) {
  y <- replace(x, TRUE, NA_real_)
  refused <- rep(TRUE, nrow(x))
  for (at in split(seq_len(nrow(x)), groups)) {
    scaled <- attempt(normalise(x[at, ], name))
    if (is.null(scaled)) next
    y[at, ] <- scaled
    refused[at] <- FALSE
  }
  structure(y, refused = refused)
}

# Aggregation, one function for all levels or one for each.
not_negative <- function(x) if (any(x < 0, na.rm = TRUE)) stop("below 0") else x
mean_of <- function(f_ag, ..., check = identity) function(x, w, least)
  Aggregate(check(x), f_ag = f_ag, f_ag_para = list(w = w, ...), dat_thresh = least)
arithmetic <- mean_of("a_amean")
geometric <- mean_of("a_gmean")
harmonic <- mean_of("a_hmean", check = not_negative)
# The weighted mean of COINr loses the last bit of what would be equal, and so does half of all weight, by which nobody
# wins; whoever wins by that does not win here.
outranking <- outrankMatrix
outrankMatrix <- function(X, w) {
  found <- outranking(X, w)
  found$OutRankMatrix <- round(found$OutRankMatrix, 9)
  found
}
copeland <- function(x, w, least) Aggregate(round(x, 9), f_ag = "a_copeland", f_ag_para = list(w = w), by_df = TRUE)
aggregations <- list(
  arithmetic = list(arithmetic, arithmetic, arithmetic),
  geometric = list(geometric, geometric, geometric),
  harmonic = list(harmonic, harmonic, harmonic),
  cubic = rep(list(mean_of("a_genmean", p = 3, check = not_negative)), 3),
  inverse_root = rep(list(mean_of("a_genmean", p = -0.5)), 3),
  copeland = list(copeland, copeland, copeland),
  mixed = list(arithmetic, geometric, harmonic),
  ranked = list(copeland, arithmetic, copeland)
)
aggregate_all <- function(x, how, least, w) {
  for (level in seq_along(levels)) for (node in names(levels[[level]])) {
    parts <- levels[[level]][[node]]
    x[[node]] <- how[[level]](x[parts], unname(w[parts]), least)
  }
  x$whole
}
# The index, time by time.
index_of <- function(y, means, least, time, w = weights) {
  index <- rep(NA_real_, nrow(y))
  for (at in split(seq_len(nrow(y)), time)) index[at] <- aggregate_all(y[at, ], aggregations[[means]], least, w)
  index
}
# Ranks within each time. What binary fractions lose below 1e-9 is no difference.
ranks_of <- function(index, time)
  ave(-round(index, 9), time, FUN = function(s) rank(s, na.last = "keep", ties.method = "min"))
# Whom a gap sets apart: of a generalised mean the unit, of Copeland everyone of that time.
apart <- function(y, means, time) {
  gaps <- !complete.cases(y)
  switch(means, cubic = , inverse_root = gaps, copeland = , ranked = ave(gaps, time, FUN = any), rep(FALSE, nrow(y)))
}

# A row of figures; what is none is empty, what is set apart is `?`.
figures <- function(x, apart = FALSE) paste(ifelse(is.na(x), "", sprintf("%.12g", x)) |> replace(apart, "?"), collapse = ",")
open_file <- function(name, head) { file <- file(in_folder(name), "w"); writeLines(head, file); file }

# Given weights: COINr draws them, both rank by them.
set.seed(20)
nodes <- names(weights)
original <- data.frame(iCode = nodes, Level = c(rep(1, 6), rep(2, 3), rep(3, 2)), Weight = unname(weights))
noisy <- get_noisy_weights(original, data.frame(Level = 1:3, NoiseFactor = c(0.5, 0.75, 0.9)), 50)
samples <- lapply(noisy, function(w) setNames(w$Weight, nodes))
writeLines(c(paste(nodes, collapse = ","), sapply(samples, function(w) paste(sprintf("%.17g", w), collapse = ","))),
  in_folder("samples.csv"))

# Every combination: the index by the weights above, and the ranks by two samples of weights, whose turn it is.
whole <- open_file("whole.csv", "table,impute,normalise,across,aggregate,at_least_ppm,figures")
given <- open_file("given.csv", "table,impute,normalise,across,aggregate,at_least_ppm,sample,figures")
thresholds <- c(0, 0.5, 2 / 3, 1)
turn <- 0
# Thresholds that come to the same share a row. With nothing missing all do, and only one is asked.
write_rows <- function(file, head, y, aside, answer) if (!all(aside)) {
  asked <- if (anyNA(y[!aside, ])) thresholds else 0
  answers <- sapply(asked, function(least) c(attempt(answer(least, aside)), NA)[1])
  answers <- rep_len(answers, length(thresholds))
  for (answer in unique(answers[!is.na(answers)])) {
    same <- sprintf("%d", floor(thresholds[answers %in% answer] * 1e6))
    writeLines(paste(head, paste(same, collapse = ";"), answer, sep = ","), file)
  }
}
combinations <- function(table, impute, x, across) for (n in names(normalisations)) {
  # Across times, a unit of reference is its first row in COINr, and what it said first in the kernel.
  if (across && startsWith(n, "to_unit") && anyNA(x[1, ])) next
  time <- tables[[table]]$time
  y <- normalise_each(x, n, if (across) 0 else time)
  for (m in names(aggregations)) {
    head <- paste(table, impute, n, across, m, sep = ",")
    aside <- attr(y, "refused") | apart(y, m, time)
    write_rows(whole, head, y, aside, function(least, aside) figures(index_of(y, m, least, time), aside))
    turn <<- (turn + 2) %% length(samples)
    write_rows(given, head, y, ave(aside, time, FUN = any), function(least, aside) {
      ranks <- function(w) figures(ranks_of(index_of(y, m, least, time, w), time), aside)
      paste(c(turn, sapply(samples[turn + 1:2], ranks)), collapse = ",")
    })
  }
}
tables$units$time <- 0
imputed <- lapply(imputations, function(impute) attempt(impute(tables$units[codes], tables$units$group)))
for (i in names(imputed)) combinations("units", i, imputed[[i]], FALSE)
panels <- list(
  latest = list(imp_type = "latest"), latest_1 = list(imp_type = "latest", max_time = 1),
  step = list(imp_type = "constant"), linear = list(imp_type = "linear")
)
panel <- data.frame(uCode = tables$panel$unit, Time = tables$panel$time, tables$panel[codes])
filled <- lapply(panels, function(how) suppressMessages(do.call(impute_panel, c(list(panel), how)))$iData_imp[codes])
for (i in names(imputations)) {
  filled[[i]] <- panel[codes]
  for (at in split(seq_len(nrow(panel)), panel$Time))
    filled[[i]][at, ] <- imputations[[i]](panel[at, codes], tables$panel$group[at])
}
for (i in names(filled)) for (across in c(FALSE, TRUE)) combinations("panel", i, filled[[i]], across)
close(whole)
close(given)

# Each stage by itself, a column in each row.
stages <- open_file("stages.csv", "table,stage,method,column,figures")
columns <- function(table, stage, method, x) for (code in names(x))
  writeLines(paste(table, stage, method, code, figures(x[[code]]), sep = ","), stages)
for (i in names(imputed)) columns("units", "impute", i, imputed[[i]])
for (i in names(filled)) columns("panel", "impute", i, filled[[i]])
for (n in names(normalisations)) {
  y <- attempt(normalise(tables$units[codes], n))
  if (!is.null(y)) columns("units", "normalise", n, y)
}
divided <- Denominate(cbind(uCode = tables$units$unit, tables$units[codes]), denoms = cbind(uCode = tables$units$unit, tables$units[codes]),
  denomby = data.frame(iCode = c("a", "b", "c"), Denominator = c("f", "f", "f")))
columns("units", "denominate", "f", divided[c("a", "b", "c")])
scaled <- Denominate(cbind(uCode = tables$units$unit, tables$units[codes]), denoms = cbind(uCode = tables$units$unit, tables$units[codes]),
  denomby = data.frame(iCode = c("a", "b", "c"), Denominator = c("f", "f", "f"), ScaleFactor = c(1000, 0.5, 1)))
columns("units", "denominate", "f_scaled", scaled[c("a", "b", "c")])

treat <- function(f2, f2_para = list(), winmax = 1, force = FALSE, combine = FALSE) function(x) {
  bounds <- list(na.rm = TRUE, skew_thresh = 1, kurt_thresh = 1)
  Treat.numeric(x, f1 = "winsorise", f1_para = c(bounds, list(winmax = winmax, force_win = force)),
    f2 = f2, f2_para = f2_para, f_pass = "check_SkewKurt", f_pass_para = bounds, combine_treat = combine)$x
}
gaps <- list(na.rm = TRUE)
unchanged <- function(x, na.rm) x
treatments <- list(
  winsorise = treat("unchanged", gaps, winmax = 5, combine = TRUE),
  winsorise_1 = treat("unchanged", gaps, combine = TRUE),
  winsorise_all = treat("unchanged", gaps, winmax = 4, force = TRUE, combine = TRUE),
  log = treat("log_CT", gaps), log_combined = treat("log_CT", gaps, combine = TRUE),
  log_either = treat("log_CT_plus", gaps), log_one = treat("log_CT_orig", gaps),
  box_cox_0 = treat("boxcox", list(lambda = 0, na.rm = TRUE)),
  box_cox_half = treat("boxcox", list(lambda = 0.5, na.rm = TRUE)),
  box_cox_combined = treat("boxcox", list(lambda = -1, na.rm = TRUE), combine = TRUE)
)
# Twice: as it is, and with its other end up, so that the low ones lie far off.
for (t in names(treatments)) for (sign in c(1, -1)) {
  y <- as.data.frame(lapply(tables$units[codes] * sign, treatments[[t]]))
  columns(if (sign == 1) "units" else "turned", "treat", t, y)
}

screens <- list(
  known_half = list("byNA", 0.5), known_two_thirds = list("byNA", 2 / 3), known_all = list("byNA", 1),
  nonzero_half = list("byzeros", 0, 0.5), nonzero_all = list("byzeros", 0, 1),
  both = list("byNAandzeros", 5 / 6, 0.5),
  named = list("byNA", 1, 0, data.frame(uCode = c("u1", "u10"), Include = c(FALSE, TRUE)))
)
for (s in names(screens)) {
  how <- c(screens[[s]], list(0.05, NULL))
  screened <- Screen(cbind(uCode = tables$units$unit, tables$units[codes]), id_col = "uCode", unit_screen = how[[1]],
    dat_thresh = how[[2]], nonzero_thresh = if (length(screens[[s]]) > 2) screens[[s]][[3]] else 0,
    Force = if (length(screens[[s]]) > 3) screens[[s]][[4]] else NULL)
  columns("units", "screen", s, data.frame(whole = as.numeric(screened$DataSummary$Included)))
}
close(stages)

# How far ranks spread over all samples.
ranks <- open_file("ranks.csv", "table,impute,normalise,aggregate,at_least_ppm,figures")
spreads <- function(table, impute, x) for (n in c("min_max", "z_score", "percentile"))
  for (m in c("arithmetic", "geometric", "mixed", "copeland")) for (least in if (anyNA(x)) c(0, 1) else 1) {
    time <- tables[[table]]$time
    spread <- attempt({
      y <- normalise_each(x, n, time)
      if (any(attr(y, "refused"), apart(y, m, time))) stop("set apart")
      ranked <- sapply(samples, function(w) ranks_of(index_of(y, m, least, time, w), time))
      sapply(c(0, 0.05, 0.95, 1), function(q) figures(apply(ranked, 1, quantile, probs = q, na.rm = TRUE)))
    })
    if (!is.null(spread))
      writeLines(paste(table, impute, n, m, sprintf("%d", least * 1e6), paste(spread, collapse = ","), sep = ","), ranks)
  }
for (i in c("none", "mean", "unit_median")) spreads("units", i, imputed[[i]])
for (i in c("none", "latest", "linear", "group_median")) spreads("panel", i, filled[[i]])
close(ranks)
