### 中文用语：评价结果反馈书，发给评价对象本单位。

feedback-title = { $name }结果反馈书
feedback-subject = 评价对象：{ $name }
feedback-outcome = 得分 { $score }　{ $grade }
feedback-no-outcome = 数据不足，不计分
feedback-superseded = 本次评价已失效，本反馈书所载结果不再有效，以新的评价结果为准。
feedback-changed = 本次评价经申诉须重新评价，本反馈书所载结果不再有效。
feedback-annulled = 本结果所依据的认定 { $determined } 已由 { $day } 的 { $document } 撤销，本反馈书所载结果未计入这一撤销。
feedback-points = 扣分和加分
feedback-gains = 先改什么
feedback-gains-note = “先改什么”按本方案和数据截止时点推算：只改这一项、其他不变时得分的变化；不构成承诺，已逾期等既成事实不因改正而消除。
feedback-between = ；
feedback-findings = 未关闭的问题
feedback-answer = 意见请于 { $due } 前（含当日）书面提出，注明评价编号 { $evaluation }。
feedback-documents = 评价 { $evaluation }，评价方案 { $scheme }，政策包 { $policy }。本反馈书只含本单位的结果。
feedback-signers = 评价单位（盖章）：　　　　　　　　　　日期：
feedback-column-item = 维度和指标
feedback-column-source = 权重来源
feedback-column-weight = 权重（占总体）
feedback-column-counted = 计数
feedback-column-ratio = 比率
feedback-column-score = 得分
feedback-column-adds = 贡献
feedback-column-kind = 类别
feedback-column-each = 每项分值
feedback-column-points = 分值
feedback-column-to_do = 现状和应达到的状态
feedback-column-all = 全部改正
feedback-column-rule = 规则
feedback-column-open = 件数

cli-feedback-draft = 评价 { $evaluation } 还是草稿，尚无人复核。请先复核：mingjingd evaluation review { $evaluation }
cli-feedback-public = 反馈书只发给评价对象本单位，不对外公开。请去掉 --public。
