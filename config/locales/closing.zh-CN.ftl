### 中文文字：结账与反结账（会计基础工作规范；会计软件基本功能和服务规范）。

rule-F-11 = { $party } 的期间 { $actual } 尚未结账，应由监督人员（supervisor）或以上角色的人员于 { $expected } 前结账。请核对凭证是否齐全，然后运行 mingjingd freeze 结账。
rule-F-15 =
    { $check ->
        [missing] 凭证 { $voucher } 已经入账（{ $expected }），替换文件中却没有。请重新报入；如原凭证有误，请以红字凭证冲销。
        [opening] 科目 { $account }（{ $currency }）入账的期初余额为 { $expected }，替换文件中为 { $actual }，差额 { $difference }（借方余额为正）。请说明何人因何改动；期初余额有误的，应在上一期间更正，或另行登记凭证。
       *[changed] 第 { $row } 行起的凭证 { $voucher } 入账后被改动（{ $columns }）：原为 { $expected }，现为 { $actual }。请说明何人因何改动；已入账的内容应以红字冲销或补充登记凭证更正。
    }

rule-F-15-dropped = 被替换文件中有 { $count } 张未计入的凭证不在替换文件中：{ $expected }。请按原凭证号报入更正后的凭证，或说明略去的理由。

refused-superseded = 该评价已失效：所依据的期间被反结账，或已由另一份评价取代。该评价保持原样，不再对外报送；请以新的评价为准。
refused-period-already-frozen = 该期间已经结账。
refused-period-not-frozen = 该期间未结账，无须反结账。
refused-period-not-asked = 尚无人申请将该期间反结账。
refused-period-already-asked = 已有人申请反结账，须由另一人同意。
refused-period-same-person = 申请反结账的人不能自己同意，须由另一人同意。
refused-period-no-reason = 请说明反结账的理由。
refused-period-not-over = 该期间尚未结束。
refused-period-no-ledger = 该期间没有生效的账簿，无账可结。
refused-period-open-before = 之前还有期间未结账，请按顺序结账。
refused-period-frozen-after = 之后还有期间已结账，请从最后一个期间起依次反结账。

cli-did-freeze = { $person } 已将 { $party } 的 { $period } 结账；试算平衡表的 SHA-256 为 { $sha256 }。
cli-did-ask_reopening = { $person } 申请将 { $party } 的 { $period } 反结账，须由另一名批准人同意。
cli-did-reopen = { $person } 已同意：{ $party } 的 { $period } 重新开账，据此作出的评价均已失效。
cli-did-refuse_reopening = { $person } 不同意将 { $party } 的 { $period } 反结账，该期间仍为已结账。
cli-did-supersede = { $person } 以 { $name } 取代了 { $evaluation }。
cli-periods-need = 查看会计期间须给出 --party，例如：mingjingd show periods --party 91310000MADEM0011A
cli-frozen-whole = { $periods } 个已结账期间均与结账时一致。
cli-frozen-broken = { $party } 的期间 { $period } 与结账时不一致：{ $reason }。请保全数据库，并与原始报送文件核对。

period-open = 未结账
period-frozen = 已结账
period-reopening_asked = 已结账，申请反结账
period-line = { $period }  { $state }
period-line-frozen = { $period }  { $state }，{ $at } 由 { $actor } 结账，SHA-256 { $sha256 }

console-state-superseded = 已失效
console-act-supersede = 失效
console-period-state = 期间状态
console-period-asked = 申请
console-command-freeze = 结账
console-command-ask_reopening = 申请反结账
console-command-reopen = 同意反结账
console-command-refuse_reopening = 不同意反结账
console-confirm-freeze = 将 { $party } 的 { $period } 结账：保存试算平衡表及其哈希，此后不再入账。
console-confirm-ask_reopening = 申请将 { $party } 的 { $period } 反结账：须由另一人同意。
console-confirm-reopen = 同意将 { $party } 的 { $period } 反结账：该期间重新入账，据此作出的评价均失效。
console-confirm-refuse_reopening = 不同意将 { $party } 的 { $period } 反结账：该期间仍为已结账。
console-confirm-evaluation-supersede = 以 { $name } 取代 { $id }。理由：
