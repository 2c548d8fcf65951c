### 中文用语：先改什么、以往得分、同组位置。

gains-title = 先改什么（按本方案、本时点推算，不构成承诺）：
gains-none = 按本方案，已统计的事项没有可增加的得分。
gains-unknown = 无法推算先改什么：得分不能由记分卡重新算出。
gains-indicator = 现为 { $now } / { $whole }，应为 { $right }；先改 1 项 { $one }
gains-deduction = 现有 { $now } 项；减少 1 项 { $one }
gains-grade = 届时等级为“{ $grade }”
gains-findings = 未关闭问题：{ $rule } × { $open }

console-command-gains = 先改什么
console-screen-gains = 先改什么
console-gains = 先改什么
console-gains-more = { $gains }（w：全部）
console-gains-title = 先改什么：按方案推算，不构成承诺
console-empty-gains = 按本方案，已统计的事项没有可增加的得分。
console-gains-unknown = 无法推算：得分不能由记分卡重新算出
console-gains-now = 现为
console-gains-right = 应为
console-gains-one = 先改一项
console-gains-all = 全部改对
console-gains-deduction = 扣分
console-gains-findings = 问题
console-trend = 以往得分
console-trend-none = 没有同样月数的以往得分
console-trend-marks = * 方案不同，' 政策包不同：尺度不一
console-peers = 同组位置
console-peers-none = 没有可比对象
console-peers-line = 第 { $rank } / { $count } 名：最低 { $least } Q1 { $lower } 中位 { $median } Q3 { $upper } 最高 { $most }
