### 中文词句：评价的程序、期限与后果。

refused-not-announced = 尚未发出评价通知。请先通知评价对象：mingjingd evaluation announce。
refused-already-announced = 评价通知已发出，全程通知一次即可。
refused-notice-runs = 评价通知已发出，通知期未满。请在期满后复核。
refused-already-assessed = 该对象的自评材料已收到。
refused-not-visited = 程序要求对每个对象现场核查，尚有对象未核查。请登记：mingjingd evaluation visit。
refused-not-final = 结果尚未最终确定：公示期或申诉期未满，或有按期提出的申诉未决定。报送、责令整改和改进建议以外的处理决定，须在此之后办理。
refused-nothing-proposed = 按该对象的等级没有处理建议，不能责令整改。mingjingd evaluation show 列明对哪些对象有处理建议。
refused-no-feedback = 须先听取评价对象意见。请先发起意见反馈：mingjingd evaluation open-feedback。
refused-feedback-not-open = 尚未发起意见反馈，不能登记反馈意见。请在复核后发起。
refused-feedback-open = 意见反馈已发起。
refused-feedback-runs = 反馈期未满，且尚有评价对象未反馈。请在反馈期满后，或全部意见登记后批准。
refused-not-approved = 评价结果尚未批准，批准后方可办理。
refused-already-published = 评价结果已公布。
refused-not-published = 评价结果尚未公布。申诉、责令整改、处理决定和向数据主管部门报送均在公布之后，请先公布。
refused-no-subject = 评价中没有该对象。请用 --subject 指明其中一个评价对象。
refused-already-appealed = 该对象已提出申诉，一次申诉只作一次决定。
refused-no-appeal = 该对象没有待决定的申诉。
refused-reviewer-involved = 此人曾发起、复核或批准该评价，登记该申诉，或指定自己复核；申诉须由其他人员复核。
refused-unknown-reviewer = 登记信息中没有该账号的监管人员。请用 --reviewer 指明。
refused-other-body = 按该方案，评价由{ $evaluator ->
        [data_authority] { party-kind-data_authority }
       *[implementing_body] { party-kind-implementing_body }
        [operator] { party-kind-operator }
        [developer] { party-kind-developer }
        [business_entity] { party-kind-business_entity }
        [department] { party-kind-department }
        [state_asset_regulator] { party-kind-state_asset_regulator }
    }开展（{ $instrument ->
        [default] { common-project-default }
       *[other] { $instrument } 第{ $article }条
    }）；您属于 { $party }（{ $own ->
        [none] 登记表未载明类别
        [data_authority] { party-kind-data_authority }
        [implementing_body] { party-kind-implementing_body }
       *[operator] { party-kind-operator }
        [developer] { party-kind-developer }
        [business_entity] { party-kind-business_entity }
        [department] { party-kind-department }
        [state_asset_regulator] { party-kind-state_asset_regulator }
    }），不能办理。请由评价机构的人员办理；所属单位或单位类别登记有误的，请管理员更正。查看不受限制。
refused-reviewer-of-other-body = 该人员不属于按该方案开展评价的机构；申诉由评价机构的其他人员复核。请用 --reviewer 另行指定。
refused-already-assigned = 此人已负责复核该申诉。
refused-not-assigned = 申诉由被指定的复核人员决定。请由批准人员先行指定。
refused-already-reported = 已报送数据主管部门。
refused-order-open = 对该对象的整改通知尚未复查。请先复查，再发新的通知。
refused-no-order = 该对象没有待复查的整改通知。
refused-plan-received = 该对象的整改方案已收到。
refused-no-reason = 请用 --note 或在表单中说明理由或内容。
refused-no-document = 请用 --document 或在表单中填写文号。
refused-no-consequence = 决定事项须为以下之一：nothing、suggestions、rectification、freeze_authorizations、end_authorization、bar_application。
refused-no-successor = 取代者须为同一方案、同一期间的另一份有效评价。
refused-successor-not-approved = 取代者尚未批准。请先由两人复核、批准。
refused-successor-lacks-subjects = 取代者未涵盖原评价的全部对象。请对全部对象重新评价。
refused-changed = 申诉已变更该结果，不再报送，不得据以处理，也不再对外发送。请重新评价，并取代该评价。
refused-not-proposed = 未对该对象提出此项处理建议。请按 mingjingd evaluation show 所列建议决定，或决定不作处理。
refused-already-decided = 该文号已对该对象作出决定。请填写另一文号。
refused-too-long = 内容过长。说明、文号和名称各不超过 1,000 字。
refused-due-before-today = 整改期限不得早于今天。
refused-due-too-late = 整改期限超过程序规定的最长期限。请提前，或不填以取最长期限。

console-state-feedback = 反馈中
console-state-published = 已公布
console-act-announce = 评价通知
console-act-self_assess = 自评材料
console-act-visit = 现场核查
console-act-open_feedback = 发起反馈
console-act-comment = 反馈意见
console-act-publish = 公布
console-act-appeal = 申诉
console-act-assign = 指定复核人
console-act-uphold = 复核维持
console-act-change = 复核变更
console-act-report = 报送
console-act-rectify = 责令整改
console-act-receive_plan = 收到整改方案
console-act-pass = 复查合格
console-act-fail = 复查不合格
console-act-decide = 处理决定

console-step-announce = 发评价通知
console-step-self_assess = 通知期
console-step-visit = 现场核查
console-step-review = 复核
console-step-open_feedback = 发起反馈
console-step-comment = 对象反馈
console-step-approve = 批准
console-step-publish = 公布
console-step-appeal = 申诉期
console-step-assign = 指定复核人
console-step-decide_appeal = 决定申诉
console-step-supersede = 重新评价
console-step-report = 报送
console-step-receive_plan = 整改方案
console-step-recheck = 复查
console-step-follow_up = 再次责令或决定

step-announce = { $evaluation } 尚未通知评价对象。请通知：mingjingd evaluation announce { $evaluation }
step-self_assess = { $evaluation } 已通知，评价对象可提交自评材料，期满后复核。登记：mingjingd evaluation self-assess { $evaluation }
step-visit = { $evaluation } 尚有对象未现场核查。登记：mingjingd evaluation visit { $evaluation }
step-review = { $evaluation } 为草稿。请复核：mingjingd evaluation review { $evaluation }
step-open_feedback = { $evaluation } 已复核。请听取对象意见：mingjingd evaluation open-feedback { $evaluation }
step-comment = { $evaluation } 的评价对象可以反馈意见。登记：mingjingd evaluation comment { $evaluation }
step-approve = { $evaluation } 已复核，无待反馈事项。请另一人批准：mingjingd evaluation approve { $evaluation }
step-publish = { $evaluation } 已批准，可以公布：mingjingd evaluation publish { $evaluation }
step-appeal = 评价对象可以对 { $evaluation } 申诉。登记：mingjingd evaluation appeal { $evaluation }
step-assign = { $subject } 对 { $evaluation } 提出申诉。请指定未参与的复核人：mingjingd evaluation assign { $evaluation }
step-decide_appeal = { $subject } 对 { $evaluation } 的申诉待复核决定：mingjingd evaluation answer { $evaluation }
step-supersede = { $subject } 的申诉变更了 { $evaluation }。请重新评价，然后：mingjingd evaluation supersede { $evaluation }
step-report = { $evaluation } 定论后须报送数据主管部门。登记：mingjingd evaluation report { $evaluation }
step-receive_plan = { $subject } 应就 { $evaluation } 提交整改方案。登记：mingjingd evaluation plan { $evaluation }
step-recheck = { $subject } 就 { $evaluation } 的整改待复查：mingjingd evaluation recheck { $evaluation }
step-follow_up = { $subject } 就 { $evaluation } 的整改不合格。请再次责令整改：mingjingd evaluation rectify { $evaluation }，或登记处理决定：mingjingd evaluation decide { $evaluation }
step-file = { $evaluation } 已批准，但文件尚未生成。如同一期间的文件已对外发送，请先以本评价取代该评价；否则请检查签名密钥和守护进程。
step-by = { $step }　期限：{ $due }。
step-late = 逾期！{ $step }　期限为 { $due }。

consequence-nothing = 不作处理
consequence-suggestions = 提出改进建议
consequence-rectification = 限期整改
consequence-freeze_authorizations = 暂停新增授权
consequence-end_authorization = 终止或撤销授权
consequence-bar_application = 按协议约定期限不得再次申请
trigger-passed = 评价合格，仍有改进空间
trigger-failed_first = 首次不合格
trigger-failed_again = 再次不合格
trigger-veto = 一票否决
proposal = { $consequence }：{ $because }（依据：{ $ground }；对应关系：{ $source }）

annulled = { $subject }：本结果所依据的认定 { $determined } 已由 { $day } 的 { $document } 撤销。请重新评价（不再计入该认定），并以新评价取代本评价。

cli-did-announce = { $person } 已就 { $evaluation } 发出评价通知（{ $document }），{ $due } 期满后复核。
cli-did-self_assess = { $person } 登记了 { $subject } 就 { $evaluation } 提交的自评材料（{ $document }）。
cli-did-visit = { $person } 登记了就 { $evaluation } 对 { $subject } 的现场核查（{ $document }）。
cli-did-open_feedback = { $person } 已就 { $evaluation } 听取对象意见，反馈期至 { $due }。
cli-did-comment = { $person } 登记了 { $subject } 对 { $evaluation } 的反馈意见（{ $document }）。
cli-did-publish = { $person } 公布了 { $evaluation }，申诉期至 { $due }。
cli-did-appeal = { $person } 登记了 { $subject } 对 { $evaluation } 的申诉，应于 { $due } 前决定。
cli-did-appeal-late = { $person } 登记了 { $subject } 对 { $evaluation } 的申诉。申诉期已满，该申诉逾期；仍应于 { $due } 前决定。
cli-did-assign = { $person } 指定 { $name } 复核 { $subject } 对 { $evaluation } 的申诉。
cli-did-uphold = { $person } 对 { $subject } 的申诉作出决定：维持 { $evaluation }（{ $document }）。
cli-did-change = { $person } 对 { $subject } 的申诉作出决定：变更 { $evaluation }（{ $document }）。请重新评价并取代。
cli-did-report = { $person } 登记了 { $evaluation } 的报送（{ $document }）。
cli-did-rectify = { $person } 责令 { $subject } 于 { $due } 前整改（{ $document }）。
cli-did-receive_plan = { $person } 登记了 { $subject } 的整改方案（{ $document }）。
cli-did-pass = { $person } 复查认定 { $subject } 整改合格（{ $document }）。
cli-did-fail = { $person } 复查认定 { $subject } 整改不合格（{ $document }）。请再次责令整改，或登记处理决定。
cli-did-decide = { $person } 登记了对 { $subject } 的处理决定（{ $document }）：{ $name }。

console-command-open-feedback = 发起反馈
console-command-publish = 公布
console-command-course = 登记
console-alert-course = 程序待办的评价
console-course-nothing = 目前没有可就该对象登记的事项。
console-next = 下一步
console-proposals = 对所选单位可采取的处理（建议，由人决定）
console-empty-proposals = 对该单位没有处理建议。
console-annulled = 认定已撤销
console-form-course-title = 登记事项
console-form-course-input-document = 文号：
console-form-course-input-evaluation = 取代本评价的评价编号：
console-form-course-input-optional = 文号（如有）：
console-form-course-input-order = 整改期限（不填为 { $until }）和文号：
console-form-course-input-reviewer = 复核人账号：
console-form-course-hint = 上下键选择，输入所需内容；回车继续，Esc 取消。
console-form-course-wrong = 须填写。
console-confirm-evaluation-announce = 就评价 { $id } 通知评价对象（{ $document }）：通知期开始。
console-confirm-evaluation-self_assess = 登记 { $subject } 的自评材料（{ $document }）。
console-confirm-evaluation-visit = 登记对 { $subject } 的现场核查（{ $document }）。
console-confirm-evaluation-open_feedback = 就评价 { $id } 听取对象意见：反馈期开始。
console-confirm-evaluation-comment = 登记 { $subject } 对 { $id } 的反馈意见（{ $document }）。内容：
console-confirm-evaluation-publish = 公布 { $id }：公示期与申诉期开始。
console-confirm-evaluation-appeal = 登记 { $subject } 对 { $id } 的申诉（{ $document }）。理由：
console-confirm-evaluation-assign = 指定 { $name } 复核 { $subject } 的申诉。
console-confirm-evaluation-uphold = 决定 { $subject } 的申诉：维持 { $id }（{ $document }）。理由：
console-confirm-evaluation-change = 决定 { $subject } 的申诉：变更 { $id }，须以新的评价取代（{ $document }）。理由：
console-confirm-evaluation-report = 登记 { $id } 已报送数据主管部门（{ $document }）。
console-confirm-evaluation-rectify = 责令 { $subject } 在程序规定的最长期限内整改（{ $document }）。事项：
console-confirm-evaluation-receive_plan = 登记 { $subject } 的整改方案（{ $document }）。
console-confirm-evaluation-pass = 登记 { $subject } 复查合格（{ $document }）。
console-confirm-evaluation-fail = 登记 { $subject } 复查不合格（{ $document }）。未整改事项：
console-confirm-evaluation-decide = 登记对 { $subject } 的处理决定（{ $document }）：{ $name }。
