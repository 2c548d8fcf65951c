### 中文词语：豁免。

refused-waiver-no-such-rule = 规则包中没有此规则。请检查写法。
refused-waiver-never = 此规则的问题不得豁免。请督促整改。
refused-waiver-no-ground = 豁免须有理由和依据文件，各不超过 1000 字。
refused-waiver-days = 截止日早于起始日，或已经过去。请填写尚未到来的截止日。
refused-waiver-no-such-party = 名册中没有该单位。请核对代码，或先登记该单位。
refused-waiver-too-early = 起始日早于规则包允许的范围（waiver.toml 的 backdated_days，自提出之日往前计算）。请填写更晚的起始日。
refused-waiver-too-long = 期限长于规则包允许的上限（waiver.toml 的 longest_months，自批准之日起计算）。请填写更早的截止日，到期后可另行提出。
refused-waiver-decided = 该豁免已有决定。如需变更，请另行提出。
refused-waiver-same-person = 提出人不得批准，须由另一人批准。
refused-waiver-not-granted = 只有已批准且未到期的豁免才能撤回。

cli-no-waiver = 没有第 { $waiver } 号豁免。可用 mingjingd waiver list 查看全部豁免。
cli-did-propose-waiver = { $person } 提出第 { $number } 号豁免，须由另一名具有 approver 角色的人批准。
cli-did-approve-waiver = { $person } 批准了第 { $number } 号豁免：截止日前，所涉问题在评价中不计为未关闭。
cli-did-refuse-waiver = { $person } 未批准第 { $number } 号豁免。
cli-did-withdraw-waiver = { $person } 撤回了第 { $number } 号豁免：所涉问题重新计为未关闭。

waiver-state-proposed = 待批准
waiver-state-refused = 未批准
waiver-state-waiting = 已批准，尚未开始
waiver-state-in_force = 有效
waiver-state-expired = 已到期
waiver-state-withdrawn = 已撤回

reports-waived = 豁免，不计为未关闭：{ $rule }×{ $waived }，至 { $until }，依据 { $document }，批准人 { $person }，理由：{ $reason }
reports-sheet-waivers = 豁免
reports-waived-rule = 规则
reports-waived-count = 豁免问题数
reports-waived-until = 截止日（含当日）
reports-waived-document = 依据文件
reports-waived-person = 批准人
reports-waived-reason = 理由
reports-waived-number = 豁免编号
reports-waivers-note = 此处所列问题仍然存在，豁免有效期内不计为未关闭。豁免不改变任何指标和得分。

console-command-propose_waiver = 提出豁免
console-command-approve_waiver = 批准豁免
console-command-refuse_waiver = 不批准豁免
console-command-withdraw_waiver = 撤回豁免
console-confirm-propose_waiver = 提出豁免 { $party } 的 { $rule }，至 { $until }，依据 { $document }：须由另一人批准。
console-confirm-approve_waiver = 批准第 { $number } 号豁免：截止日前，所涉问题不计为未关闭。
console-confirm-refuse_waiver = 不批准第 { $number } 号豁免：问题仍计为未关闭。
console-confirm-withdraw_waiver = 撤回第 { $number } 号豁免：问题重新计为未关闭。
console-form-waiver-title = 提出豁免
console-form-waiver-input = 截止日和依据文件：
console-form-waiver-hint = 输入日期如 2026-12-31，空一格，再输入依据文件。回车继续，Esc 取消。
console-form-waiver-wrong = 须输入 2026-12-31 这样的日期，空一格，再输入依据文件。
console-waived = 豁免
console-waived-line = { $rule } x{ $waived } 至 { $until }  { $document }  { $person }：{ $reason }
console-waiver = 豁免
console-waiver-line = { $number } { $state } 至 { $until }  { $document }  { $person }：{ $reason }
console-off-waived = 已有豁免，或已提出豁免。
console-off-no-waiver-proposed = 没有待批准的豁免。
console-off-no-waiver-granted = 没有已批准的豁免。
