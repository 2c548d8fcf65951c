### 中文用语：评价从何而来、能否重算、为何变化。

cli-nothing-known = 未留存 { $at } 时点生效的政策包。请改用本库建立之后的时点；mingjingd audit export 中的“policy”行为各政策包的生效时间。
cli-no-scheme-then = { $at } 时点没有生效的评价方案“{ $scheme }”。请核对方案编号（例如 operator）和时点。
cli-no-evaluation = 没有评价 { $evaluation }。可用 mingjingd evaluation list 查看全部评价。
cli-draft-id = 草案的编号不是“{ $scheme }”。请改用该编号，或指明草案对应的方案。

rebuild-same = { $evaluation } 重算结果与存档一致：{ $bytes } 字节全部相同。
rebuild-differs = { $evaluation } 重算结果与存档不一致。首处差异在 { $path }：存档 { $recorded }，重算 { $rebuilt }
rebuild-clock = 审计日志中有 { $acts } 项记录排在本评价之后，其时间却不晚于本评价的截止时间（{ $as_of }）；第一项为第 { $sequence } 号，{ $act } { $object }。时钟曾停住或被回拨：评价当时无从知道这些事项，重算时却会计入。请校正时钟后重新评价。
rebuild-release = 存档由版本 { $recorded } 计算，现由版本 { $rebuilt } 重算；其余内容逐字节比较。

compare-no-period = 没有同一方案、早于 { $evaluation } 所属期间且已批准有效的评价。请指明要比较的评价：mingjingd evaluation compare 较早的评价 { $evaluation }
compare-schemes = { $then } 与 { $now } 不属于同一评价方案，不能比较。
compare-no-subject = { $then } 与 { $now } 没有共同的评价对象。请改用评价同一对象的两个评价。
moves-side = { $id }（{ $period }，{ $state }），事实截至 { $as_of }
moves-not-due = 当时 { $months } 的专账尚未到报送期限，此后报送的不在其事实之内。
moves-scheme = 方案：{ $documents }
moves-policy = 政策：{ $documents }
moves-of-one = 其中一个评价只有一个评价对象：只比较该对象，不比较排名。
moves-subject = { $score }{ $change }  排名 { $rank }  { $grade }
moves-parts = 政策 { $policy }  方案 { $scheme }  事实 { $facts }
moves-limits = 加减分限额
moves-interaction = 交互作用
moves-veto-moved = 一票否决使等级由“{ $score }”（按得分）变为“{ $grade }”：{ $names }
moves-veto-new = 新增一票否决（按得分为“{ $score }”，等级为“{ $grade }”）：{ $names }
moves-veto-stays = 一票否决与此前相同（按得分为“{ $score }”，等级为“{ $grade }”）：{ $names }
moves-veto-gone = 不再适用一票否决：{ $names }
moves-still = { $all } 个评价对象中 { $still } 个没有变化。

explain-no-subject = 该评价中没有 { $subject } 的记分卡。请核对写法，例如 uscc:… 或 name:…。
explain-no-indicator = 记分卡中没有指标 { $indicator }。不写 --indicator 可查看全部指标。
explain-weight = 权重 { $weight } / 100（占总体 { $effective }）
explain-adds = 贡献 { $points } 分
explain-scale = 量表：{ $scale }
explain-part = { $part } { $name } = { $value }：{ $facts } 项事实
explain-part-holds = ✓ 与记分卡一致
explain-part-differs = ✗ 与记分卡不一致
explain-more = … 另有 { $more } 项：--skip { $next }
explain-failed = 违反该规则的行：
explain-unread = 无法读取的行，其所属凭证等不计为合格：
explain-row = 第 { $row } 行
explain-rows = 第 { $row }–{ $last } 行
explain-empty = 单元格为空
explain-value = “{ $actual }”
explain-values = “{ $actual }”，应为 { $expected }
explain-reckoned = 指标得分 { $base } - 扣分 { $taken } + 加分 { $added }：{ $score }
explain-limits = 限额：{ $least } 至 { $most } 分，加分合计不超过 { $max } 分（{ $source }）
explain-by-score = 仅按得分：{ $grade }
explain-points = { $count } 项 × { $each } 分：{ $points } 分
explain-points-max = { $count } 项 × { $each } 分，最多 { $max } 分：{ $points } 分
explain-veto-caps = 达到 { $least } 项，等级不高于“{ $grade }”
explain-veto-ground = 法律依据：{ $ground }
explain-veto-effect = 否决效果来源：{ $source }
explain-holds = 重新清点，全部事实与记分卡所依据的一致。
explain-differs = 部分事实与记分卡不一致。可用 mingjingd evaluation rebuild 查看差异。
