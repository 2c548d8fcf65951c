### 中文文案：评价与问题的办理。

refused-needs-supervisor = 需要监督人员（supervisor）或以上角色。
refused-needs-approver = 需要批准人（approver）或以上角色。
refused-not-reviewed = 该评价尚未复核，不能批准或退回。
refused-already-reviewed = 该评价已经复核，正等待批准。
refused-already-approved = 该评价已经批准，不再更改；如需更正，请重新评价。
refused-same-person = 复核人不能批准，须由另一人批准。
refused-same-hand = 两个步骤由同一账号经手；代谁操作都一样，一个人不能算两个人。请由另一人用本人账号办理。

refused-finding-out-of-order = 步骤不对：问题须依次经过发现、告知、整改、关闭。
refused-finding-closed = 该问题已经关闭。
refused-finding-not-closed = 该问题尚未关闭，不能再次列为新问题。

# 评价方案应有的内容。
expected-descending = 由高到低的界限
expected-rising = 由低到高的数值
expected-weight = 大于 0 的权重
expected-names = 中文和英文名称
expected-denominator = 同时写明 denominator
expected-no-table = 评价主体的方案不用此项，只用于表格
expected-no-circle = 最终归入总分的维度
expected-power = 不为 0 的幂；幂为 0 时用 geometric
expected-two-posts = 两个不同的端点
expected-above-zero = 大于 0 的数
expected-time = 时间所在的列
expected-to-hundred = 得分在 0 到 100 之间的刻度
expected-mean = 得分在 0 到 100 之间的平均方法，或者再换算到该区间
expected-from-zero-scales = 可用于负分的平均方法，或者不产生负分的刻度
expected-not-turned = 无论其他单位如何，数值更好时得分不会更低的刻度
expected-score = 0 到 100 之间的分值
expected-from-zero = 不小于 0 的数值
expected-below-pass = 低于最低及格分，使扣分可以降到不及格
expected-scheme = 评价方案的结构，每个数值都有来源；可用 mingjingd policy export operator 导出一个
expected-scheme-or-mapping = 评价方案（含 [[dimension]]）或者映射（含 kind）
expected-rows = 表头之下至少一行
expected-unit-id = 每行的单位名称
expected-unit-time = 每行的时间，数值
expected-weighing = 至少有一项指标在总分中有权重的行
expected-table = CSV 表格，每行列数与表头一致
expected-fewer-cells = 最多两千万个单元格
expected-number = 数字；没有时留空
expected-count = 不小于 0 的整数次数；没有统计时留空
expected-weight-number = 不小于 0 的权重
expected-samples = 至少一行权重
expected-ground = 法律依据及其条款；一票否决不得以项目默认值为依据
expected-alternative = 至少一项可以另作选择的内容
expected-draw = 抽样次数和种子（draw）

# 表格计分。
score-rank = 名次
score-unit = 单位
score-time = 时间
score-score = 得分
score-grade = 等级
score-interval = 名次 5–95%
score-verdict = 结论
score-verdict-changes = 会变
score-verdict-holds = 不变
score-drawn = 抽样 { $samples } 次，种子 { $seed }
score-influence = { $factor }：占名次变动的份额，单独 { $first }，连同交互 { $total }
score-influence-none = 无从判定（名次均不变）
score-factor-weights = 权重
score-factor-impute = 缺失值填补
score-factor-normalise = 归一化
score-factor-aggregate = 汇总
score-no-unit = 表中没有单位“{ $unit }”。请核对写法。
score-refused = 无法计分：{ $cause }。请改正方案或表格。
score-nothing-uncertain = 方案没有写明哪些选择可以不同。请在方案中加入 [uncertainty]，或用 --weights 给出权重。
score-samples = 不能抽这么多次。至少 2 次，至多为两亿除以单位数。
score-missing = 缺失
score-explain-whole = 得分 { $score }（取整前 { $exact }），第 { $rank } 名
score-explain-grade = 等级 { $grade }
score-explain-veto = 一票否决 { $name }：{ $column } = { $count }，达到 { $least } 时等级不高于“{ $grade }”（按得分为 { $by_score }）。依据：{ $ground }
score-explain-base = 扣分加分前 { $base }；扣分后不低于 { $least }，加分合计至多 { $max }，加分后不高于 { $most }
score-explain-points = { $kind } { $name }：{ $column } = { $count }，每项 { $each } 分，计 { $points }
score-explain-points-max = { $kind } { $name }：{ $column } = { $count }，每项 { $each } 分，至多 { $max }，计 { $points }
score-shares = 各等级份额
score-without = 不计 { $node }：排名平均变动 { $ranks }
score-explain-node = { $id } { $name }（权重 { $weight }）：{ $score }
score-stage-raw = { $column } = { $value }
score-stage-denominated = 除以 { $denominator }：{ $value }
score-stage-imputed = 填补：{ $value }
score-stage-treated = 离群值处理：{ $value }

evaluation-alone = 只评价一个对象，没有与其他对象比较的排名。
evaluation-excerpt = 本文件是评价 { $evaluation }（SHA-256 { $sha256 }）的节选：该评价共 { $subjects } 个对象，此处只列 { $count } 个；排名是其在全部对象中的名次。
evaluation-under-way = 期间到 { $ends } 才结束：得分只计入截至 { $as_of } 的事实，此后的事实可能改变得分。
