# Every combination of imputation, scale and mean on one small table, by R alone: what `combinations.csv`
# holds. `Rscript combinations.R > combinations.csv`. Written from the formulas that the manual of COINr
# 1.1.14 gives; `combinations.rs` compares. A mean of what is not above 0 is refused there, and is no row.

data <- data.frame(
  group = c("x", "x", "x", "y", "y", "y", "y", "x"),
  a = c(12.5, 3.25, NA, 8, 8, 41, 17, 2.5),
  b = c(0.4, 0.9, 0.75, NA, 0.1, 0.6, 0.6, 0.35),
  c = c(1200, 150, 3300, 870, NA, 640, 640, 95),
  d = c(7, 7, 2, 9, 4, NA, 1, 3)
)
direction <- c(a = 1, b = 1, c = -1, d = 1)
weight <- c(a = 3, b = 1, c = 2, d = 5)
parts <- list(one = c("a", "b"), two = c("c", "d"))
upper <- c(one = 2, two = 3)

fill <- function(by) function(x) { x[is.na(x)] <- by(x, na.rm = TRUE); x }
by_group <- function(f) function(x) { for (g in unique(data$group)) { at <- data$group == g; x[at] <- f(x[at]) }; x }
impute <- list(
  none = function(x) x, mean = fill(mean), median = fill(median),
  group_mean = by_group(fill(mean)), group_median = by_group(fill(median))
)

low <- function(x) min(x, na.rm = TRUE)
high <- function(x) max(x, na.rm = TRUE)
ranked <- function(x, ties) rank(x, ties.method = ties, na.last = "keep")
normalise <- list(
  min_max = function(x) (x - low(x)) / (high(x) - low(x)) * 99 + 1,
  z_score = function(x) (x - mean(x, na.rm = TRUE)) / sd(x, na.rm = TRUE) * 2 + 10,
  rank_min = function(x) ranked(x, "min"),
  rank_average = function(x) ranked(x, "average"),
  percentile = function(x) (ranked(x, "min") - 1) / (sum(!is.na(x)) - 1),
  borda = function(x) ranked(x, "min") - 1,
  to_best = function(x) 1 - (high(x) - x) / (high(x) - low(x)),
  to_unit = function(x) 1 - (x[1] - x) / (x[1] - low(x)),
  of_max = function(x) x / high(x),
  none = function(x) x
)

geometric <- function(x, w) if (any(x <= 0)) stop("not above 0") else exp(sum(w * log(x)) / sum(w))
aggregate_by <- list(
  arithmetic = function(x, w) sum(w * x) / sum(w),
  geometric = geometric,
  harmonic = function(x, w) if (any(x <= 0)) stop("not above 0") else sum(w) / sum(w / x),
  cubic = function(x, w) if (any(x < 0)) stop("below 0") else (sum(w * x^3) / sum(w))^(1 / 3)
)
rows <- function(f) function(x, w, least) apply(x, 1, function(row) {
  is <- !is.na(row)
  if (sum(is) / length(row) < least || !any(is)) NA else f(row[is], w[is])
})
copeland <- function(x, w, least) {
  if (anyNA(x)) stop("needs all values")
  w <- w / sum(w)
  score <- function(i, j) sum(w[x[i, ] > x[j, ]]) + sum(w[x[i, ] == x[j, ]]) / 2
  n <- nrow(x)
  sapply(1:n, function(i) sum(sapply(setdiff(1:n, i), function(j) score(i, j))))
}
means <- c(lapply(aggregate_by, rows), copeland = copeland)

cat("impute,normalise,aggregate,least,", paste0("u", 1:8, collapse = ","), "\n", sep = "")
for (i in names(impute)) for (n in names(normalise)) for (m in names(means)) for (least in c(0, 1)) {
  if (least == 1 && i != "none") next
  columns <- sapply(names(weight), function(k) normalise[[n]](impute[[i]](data[[k]]) * direction[[k]]))
  whole <- tryCatch({
    dimensions <- sapply(parts, function(p) means[[m]](columns[, p], weight[p], least))
    means[[m]](dimensions, upper, least)
  }, error = function(e) NULL)
  if (!is.null(whole)) cat(i, n, m, least, paste(sprintf("%.17g", whole), collapse = ","), sep = ",", fill = FALSE, "\n")
}
