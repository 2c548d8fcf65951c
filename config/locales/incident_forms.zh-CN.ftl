### 中文词汇：事件报告、统计和公开检查。

## 事件报告和总结

incident-form-incident-report = 网络安全事件报告
incident-form-incident-summary = 网络安全事件处置总结报告
incident-form-number = 事件编号：{ $number }
incident-form-missing = 缺 { $missing } 项
incident-form-complete = 内容齐全
incident-form-incomplete = 尚缺 { $missing } 项，“待办”一栏写明应填写事件表式的哪一列。
incident-form-note-7 = 规定时限内暂不能判明原因、影响和趋势的，可先报告第 1、2 项，其余及时补报（第七条第二款）。
incident-form-note-8 = 处置结束后 30 日内按原渠道报送（第八条）。
incident-form-level-unknown = 待补充：请填写影响后果（人数、损失、中断时长等），级别由此得出
incident-form-due = 应于 { $due } 前报{ $receiver }（{ $basis }）：{ $state }。
incident-form-due-unknown = 应报{ $receiver }（{ $basis }）：{ $state }。
incident-form-fill = 待补充：请填写“{ $column }”列
incident-form-unsent = 尚未报告
incident-form-sent-unknown = 不明：未填首次报告包含的事项
incident-form-decided = { $account }，{ $instant }：{ $note }
incident-form-unchecked = 须由人核对（{ $id }，{ $basis }）：{ $duty }。{ $reason }。
incident-form-signers = 填报人：                审核人：                单位负责人：                日期：
incident-form-type = { $name }（{ $code }）
incident-form-column-item = 事项
incident-form-column-content = 内容
incident-form-column-to_do = 待办
incident-form-column-sent = 报告时间

## 第七条各项

incident-item-1 = 1. 事发单位及设施、系统、平台基本情况
incident-item-2 = 2. 时间、地点、类型、级别、影响危害和措施
incident-item-3 = 3. 事态发展趋势
incident-item-4 = 4. 原因初步分析
incident-item-5 = 5. 溯源线索
incident-item-6 = 6. 拟进一步采取的措施和请求支援事项
incident-item-7 = 7. 现场保护情况
incident-item-8 = 8. 其他

## 第八条各项

incident-summary-item-cause = 原因
incident-summary-item-measures = 应急处置措施
incident-summary-item-harm = 危害
incident-summary-item-accountability = 责任追究
incident-summary-item-rectification = 整改
incident-summary-item-lessons = 教训

## 各部分

incident-part-party = 单位
incident-part-reporter = 报告主体
incident-part-system = 设施、系统、平台
incident-part-products = 涉及产品
incident-part-resources = 涉及数据资源
incident-part-affected = 涉及其他单位
incident-part-title = 标题
incident-part-occurred = 发生时间
incident-part-discovered_at = 发现时间
incident-part-learned_at = 获知时间
incident-part-place = 地点
incident-part-type = 类型（GB/T 20986）
incident-part-level = 级别（按所填事实）
incident-part-level_in_force = 现行级别（人工确定）
incident-part-level_decided = 级别确定人及理由
incident-part-cii = 涉及关键信息基础设施
incident-part-province_share_percent = 影响一省人口比例（%）
incident-part-prefecture_share_percent = 影响一地市人口比例（%）
incident-part-impact = 影响和危害
incident-part-measures = 已采取的措施和效果
incident-part-ransom_yuan = 赎金金额（元）
incident-part-ransom_method = 赎金支付方式
incident-part-ransom_on = 赎金要求日期
incident-part-trend = 发展趋势
incident-part-cause_kind = 原因类别
incident-part-cause = 原因
incident-part-clues = 溯源线索
incident-part-plans = 拟采取的措施和请求支援
incident-part-scene = 现场保护
incident-part-description = 其他说明
incident-part-accountability = 责任追究
incident-part-rectification = 整改
incident-part-lessons = 教训

## 报告主体和原因类别

incident-word-operator = 一般运营者
incident-word-cii_operator = 关键信息基础设施运营者
incident-word-central_organ = 中央和国家机关
incident-word-yes = 是
incident-word-no = 否
incident-word-attack = 外部攻击
incident-word-insider = 内部人员故意
incident-word-mistake = 操作失误
incident-word-defect = 系统缺陷或者漏洞
incident-word-failure = 设备设施故障
incident-word-supplier = 供应商或者服务商
incident-word-force_majeure = 不可抗力
incident-word-other = 其他

## 年度统计

incident-statistics = { $year } 年网络和数据安全事件统计
incident-statistics-year = { $year } 年合计
incident-statistics-count = 共 { $incidents } 起
incident-statistics-undated = 另有 { $undated } 起年份不详，不计入各行
incident-statistics-unknown = 不详
incident-statistics-by-month = 按月份
incident-statistics-by-level = 按级别
incident-statistics-by-type = 按类型
incident-statistics-by-cause = 按原因
incident-statistics-by-party = 按单位
incident-statistics-column-all = 范围
incident-statistics-column-month = 月份
incident-statistics-column-level = 级别
incident-statistics-column-type = 类型
incident-statistics-column-cause = 原因
incident-statistics-column-party = 单位
incident-statistics-column-incidents = 事件数
incident-statistics-column-share = 占全年
incident-statistics-column-reportable = 应报告
incident-statistics-column-in_time = 按时
incident-statistics-column-late = 迟报
incident-statistics-column-missed = 未报
incident-statistics-column-undecided = 未到期或者不明
incident-statistics-column-share_in_time = 按时率
incident-statistics-column-detect_median = 发现 中位数（日）
incident-statistics-column-detect_p90 = 发现 第90百分位（日）
incident-statistics-column-detect_unknown = 发现 用时不详
incident-statistics-column-report_median = 报告 中位数（分）
incident-statistics-column-report_p90 = 报告 第90百分位（分）
incident-statistics-column-report_unknown = 报告 用时不详
incident-note-times = 发现用时为发生日至发现日的日历日数；报告用时为发现或者获知至首次报告的分钟数，向下取整。中位数和第90百分位按最近秩法，是实际出现的数。
incident-note-unknown = 发生日期只知年份或者月份、缺少时间或者时间先后矛盾的，用时计入“不详”，事件仍计入总数。
incident-note-share = 按时率 = 按时 ÷（按时 + 迟报 + 未报），向下取整；时限未到和无法计算的计入“未到期或者不明”。占全年以 0.01 % 为单位，先向下取整，余下的单位按余数从大到小分配（最大余数法），各表合计 100 %。
incident-note-year = 事件计入发现的年度；发现时间不详的，计入发生的年度。

## 公开前的个人信息检查

cli-privacy-place = { $block } 第 { $row } 行 { $column }：第 { $character } 个字符起疑似{ $kind }。
cli-privacy = 发现 { $count } 处疑似个人信息，没有写出任何文件。请先在来源中删除或者脱敏，或者不公开地输出（去掉 --public）。
cli-privacy-house = 发现 { $count } 处疑似个人信息。以上文件仅供内部使用；对外公开请加 --public 输出，公开的文件不含自由填写的文字。
cli-no-incident = 截至该时间没有 { $party } 的事件 { $incident }。请核对编号，用 show 或控制台查看已有事件。
cli-render-lacks = { $report } 需要 { $option }。
