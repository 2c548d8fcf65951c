### 中文文案：reports。

## 封面
reports-sheet-cover = 封面
reports-issuer = 签发单位
reports-period = 评价期间
reports-as-of = 数据截止时间
reports-scheme = 评价方案
reports-policy = 政策包
reports-release = 计算版本
reports-people = 经办
reports-one-hand = 演示：复核人与批准人由同一账号扮演，本文件不具效力。
reports-subjects = 评价对象数
reports-reservation = 注意事项
reports-document = { $id }（第 { $version } 版）

## 汇总
reports-sheet-summary = 汇总
reports-rank = 排名
reports-subject = 评价对象
reports-subject-id = 主体标识
reports-score = 得分
reports-grade = 等级
reports-findings = 未关闭问题
reports-not-applicable = 不适用
reports-weighted = { $name }（权重 { $weight }%）

## 指标明细
reports-sheet-indicators = 指标明细
reports-dimension = 维度
reports-indicator-id = 指标编号
reports-indicator = 指标
reports-numerator = 分子
reports-denominator = 分母
reports-ratio = 比率
reports-weight = 权重
reports-effective-weight = 有效权重
reports-source = 依据
reports-not-counted = 未统计

## 依据
reports-source-named = { $instrument } { $article }（{ $confidence }）
reports-source-default = 项目默认值
reports-confidence-law = 管理办法原文
reports-confidence-official-copy = 官方文本
reports-confidence-secondary = 转载文本，待核实
reports-confidence-recalled-high = 凭记忆，待核实
reports-confidence-recalled-medium = 凭记忆，未核实
reports-confidence-recalled-low = 凭记忆，不可靠，已停用

## 口径说明
reports-sheet-notes = 口径说明
reports-mean = 合成方法
reports-missing = 缺失数据
reports-missing-redistribute = 无数值的指标不计分，其权重按比例分给同一维度的其他指标；整个维度无数值时，分给其他维度。
reports-missing-zero = 无数值的指标计 0 分。
reports-rounding = 舍入规则
reports-rounding-half-up = 总分四舍五入，保留 { $decimals } 位小数，再按舍入后的分数定等级。
reports-rounding-half-even = 总分按四舍六入五成双（GB/T 8170）保留 { $decimals } 位小数，再定等级。
reports-rounding-down = 总分截去第 { $decimals } 位小数以后的数字，再定等级。
reports-rounding-none = 总分不舍入，按 1e-9 精度定等级。
reports-ranking = 排名
reports-ranking-note = 按舍入后的总分从高到低；同分同名次，其后名次顺延。
reports-ratios = 比率
reports-ratios-note = 分子除以分母，精确到百万分之一，多余数字截去；分母为 0 时为不适用。
reports-defaults = 项目默认值
reports-defaults-note = 标为“项目默认值”的权重、标准和分档由本项目设定，不是法律法规的规定。
reports-scheme-sha256 = 评价方案 SHA-256
reports-policy-sha256 = 政策包 SHA-256
reports-audit-head = 审计链头
reports-facts-sha256 = 所计事实 SHA-256：{ $subject }
reports-signature = 签名
reports-signature-note = 随附的签名证明文件完整、未被改动；自行生成的密钥不是第三方认证的电子签名，也不是公章。

## 加减分、否决和稳健性
reports-sheet-beside = 加减分和否决
reports-verdict = 换一种选择
reports-verdict-changes = 会变
reports-verdict-holds = 不变
reports-verdict-note = “会变”表示：方案中可以另作选择之处（权重、汇总方法等）换一种选择，至少有一次抽样给出另一等级。
reports-interval = 排名 5–95%
reports-grade-vetoed = { $grade }（一票否决）
reports-threshold = 数据门槛
reports-threshold-none = 有一个数值即可计分。
reports-threshold-count = 适用的部分中至少 { $share } 有数值才计分（{ $source }）。
reports-threshold-weight = 适用的权重中至少 { $share } 有数值才计分（{ $source }）。
reports-unscored = 无分值
reports-robustness = 稳健性
reports-draws-none = 方案未要求抽样。
reports-draws = 抽样 { $samples } 次，种子 { $seed }（{ $source }）。
reports-influence = { $factor }单独 { $first }，连同交互 { $total }
reports-influence-between = ；
reports-influences = 占排名变动的份额：{ $shares }。
reports-influences-none = 各次抽样排名均不变，无从判定各项选择占多少份额。
reports-share-head = 抽得“{ $grade }”的份额（{ $samples } 次，种子 { $seed }）
reports-shares = 抽样中各等级所占份额：{ $shares }
reports-reckoned = 指标得分 { $base }，扣 { $taken }（不低于 { $least }），加 { $added }（合计至多 { $max }，总分不高于 { $most }），总分 { $score }（限度：{ $source }）
reports-deduction = 扣分
reports-bonus = 加分
reports-veto = 一票否决
reports-vetoes = 一票否决
reports-vetoes-note = 一票否决须由人认定并有文号，不改变得分，只使等级不高于所列等级。
reports-vetoed = 一票否决：{ $name }。{ $condition }（{ $count } 项）。等级不高于“{ $grade }”（按得分为{ $score }）。法律依据：{ $ground }；否决效果：{ $source }。
reports-veto-effect = 等级不高于“{ $grade }”：{ $condition }
reports-points-kind = 类别
reports-points-name = 事项
reports-counted = 数量
reports-points-each = 每项分值
reports-points = 分值
reports-points-most = 至多 { $points } 分
reports-effect = 限度或者效果
reports-ground = 法律依据

## 文本
reports-open-findings = 未关闭问题：{ $rules }

## 核验
reports-verify-too-large = 压缩包过大，未予读取
reports-verify-too-many-entries = 压缩包内文件过多，未予读取
reports-verify-not-zip = 不是完整的 ZIP 压缩包：文件已损坏、不完整或并非评价文件包，请重新索取
reports-verify-entry-unreadable = { $name } 无法解压或校验和不符
reports-verify-duplicate = 有同名文件重复出现
reports-verify-missing = 缺少 { $name }
reports-verify-extra = 多出 { $name }
reports-verify-manifest-unreadable = manifest.json 不是有效的清单：{ $reason }
reports-verify-schema = manifest.json 的结构版本 { $found } 本版本不支持
reports-verify-data-unreadable = data.json 不是有效的评价数据：{ $reason }
reports-verify-not-canonical = { $name } 不是规范化 JSON（RFC 8785）
reports-verify-signature-unreadable = manifest.json.sig 不是 SSH 签名
reports-verify-signature-wrong = 签名与清单不符：清单或签名被改动，或签名另有用途
reports-verify-signature-unknown-signer = { $identity }（公钥 { $fingerprint }）不在 allowed_signers 之列
reports-verify-listing = 清单所列文件与评价文件应有的不同
reports-verify-size = { $name } 大小为 { $found } 字节，清单为 { $listed } 字节
reports-verify-sha256 = { $name } 的 SHA-256 与清单不符
reports-verify-sm3 = { $name } 的 SM3 与清单不符
reports-verify-row-counts = data.json 的行数与清单不符
reports-verify-extract = data.json 与清单不是同一次评价
reports-verify-signer-key = signer.pub 不是实际签名的公钥
reports-verify-container = 压缩包被重新打包，或其中不属于文件内容的字节被改动
