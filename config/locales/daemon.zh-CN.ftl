### 中文文案：daemon。

cli-migrated = 数据库的表已是最新。
cli-environment = 环境出错：{ $cause }。请检查文件、权限和数据库后重试。
cli-database = 数据库出错：{ $cause }。请检查 database.url、权限和磁盘空间；如尚未建库，请先运行 mingjingd migrate。
cli-policy-folder = 政策包无法读取：{ $cause }。请检查 policy.folder。
cli-not-found = 没有找到“{ $name }”。请核对编号；可用 mingjingd show 查看已有的。
cli-unknown-person = 名册中没有人员“{ $account }”。请由管理员运行 mingjingd person add 登记。
cli-role = 此操作需要角色 { $role }。请由具备该角色的人员办理，或由管理员调整角色。
cli-as = “{ $account }”不是管理员，不能用 --as 代他人操作。请用本人账号，或由管理员办理。
cli-no-scheme = 没有评价方案“{ $scheme }”。请核对方案编号，例如 operator。
cli-no-subject = 名册中没有该方案的评价对象。请先报送名册（registry）。
cli-scheme = 评价方案无法计算：{ $cause }。请运行 mingjingd policy lint 查看问题。
cli-no-key = 没有设置签名密钥，不能制作评价文件。请运行 mingjingd key generate，并在 [keys] 中填写 signing 和 signer。
cli-key = 签名密钥不可用：{ $cause }。请检查 [keys] signing，应为未加密的 ssh-ed25519 私钥。
cli-checked = { $verdict }：共 { $rows } 行，读懂 { $understood } 行，问题 { $findings } 个（列出 { $shown } 个）。
cli-received = 已接收，回执 { $receipt }。
cli-received-again = 此前已接收过同一文件，回执不变：{ $receipt }，没有任何改变。
collect-unreadable = 文件无法读取：{ $cause }。请检查路径和权限。
collect-too-large = 文件过大：{ $cause }。请拆分后报送，或调整 limits.submission_bytes_max。
collect-format = 无法从文件名判断格式（{ $cause }）。请用 --format 指明 csv、json、jsonl 或 veris。
collect-period = 不知道这是哪个月的专账（{ $cause }）。请用 --period YYYY-MM 指明，或在文件中填写“会计期间”列。
collect-mapping = 映射文件不可用：{ $cause }。请按提示改正。
collect-store = 数据库出错，文件未接收：{ $cause }。请稍后重试。
cli-balances-need = 查看余额需要 --party 和 --period。例如：mingjingd show balances --party 91310000MADEM0011A --period 2026-04 --json
cli-evaluated = 已生成评价草稿 { $evaluation }。下一步：mingjingd evaluation review { $evaluation }
cli-did-review = { $person } 已复核 { $evaluation }，待另一人批准。
cli-did-approve = { $person } 已批准 { $evaluation }。运行 mingjingd once 生成并送出评价文件。
cli-did-send_back = { $person } 已退回 { $evaluation }，回到草稿。
cli-incident-file = 事件描述不符合要求：{ $cause }。格式见 docs/formats.md。
cli-due-range = 日期超出可计算的范围（至 9999 年）。请核对起算日和工作日数。
cli-allowed-signers = 无法读取受信签名人名单 { $path }：{ $cause }。请从签发机构经另外的渠道取得，用 --allowed-signers 指明。
cli-verified = 评价文件完整、未被改动：期间 { $period }，评价对象 { $subjects } 个，签名密钥 { $fingerprint }。
cli-audit-whole = 审计链完整，共 { $count } 条，链头 { $head }。
cli-audit-broken = 审计链在第 { $sequence } 条断裂：{ $reason }。请保全数据库，并与已发出文件中的链头核对。
cli-lint-clean = 没有发现问题。
cli-article = 第{ $number }条 { $title }
cli-article-reason =     机器无法检查：{ $reason }
cli-obligation =     { $id } { $duty } ← { $served }
cli-person-added = 已登记人员 { $account }，角色 { $role }。
cli-initialised = 已写出 { $path }。请按注释填写后运行 mingjingd migrate。
cli-running = 守护进程已启动。按 Ctrl-C 停止。
cli-stopped = 守护进程已停止；手头作业已做完或放回队列。
cli-stopping = 守护进程正在停止：手头作业做完或放回队列。再发一次信号则立即停止。
cli-stopped-at-once = 守护进程已立即停止。未完成的作业在租约到期后重新开始。
cli-did-run-job = { $person } 允许作业 { $job } 运行；守护进程随后执行。
cli-did-drop-job = { $person } 放弃了作业 { $job }。
cli-not-held = 作业 { $job } 不在待人决定之列。可用 mingjingd job list 查看。
once-unreachable = 来源 { $source } 无法访问：{ $cause }。已有数据不变；请检查目录和权限。
once-empty = 来源 { $source } 没有文件。已有数据不变。
once-collected = 来源 { $source }：{ $files } 个文件，其中新接收 { $new } 个。
once-not-taken = 文件 { $file } 未接收：{ $cause }。请改正后重新放入。
once-posted = { $receipt } { $verdict }，问题 { $faults } 个。
once-job = 作业完成：{ $outcome }
once-rendered = 已生成评价文件 { $evaluation }。
once-delivered = 已送达 { $recipient }：{ $detail }
once-not-delivered = 未能送达 { $recipient }：{ $detail }。请改正设置后重新发送。
mail-evaluation-subject = 【明镜】评价文件 { $evaluation }
mail-evaluation-text =
    附件为评价文件 { $file }（评价 { $evaluation }）。

    请按包内 README.txt 核验签名后使用。文件 SHA-256：
    { $sha256 }

    审计链头：{ $head }
    本邮件由明镜自动发出。
demo-planted = 埋设的错误：共 { $total } 处，发现 { $found } 处
demo-planted-found = 已发现
demo-planted-cured = 已发现，更正后关闭
demo-planted-missing = 未发现
demo-files = 生成的文件
demo-verify = 核验命令
demo-next = 接下来可以运行
cli-schedule = 时间表写法有误：{ $cause }。应为“分 时 日 月 星期”五段，例如 0 2 * * *。
demo-making = 正在搭建演示环境：半年的报送、检查、评价和送达……
demo-folder = 不能使用该目录：{ $cause }。请换一个空目录，或删除先前的演示目录。
cli-evaluated-again = 同样的评价已有：{ $evaluation }，没有任何改变。可用 mingjingd evaluation list 查看其状态。
cli-as-of = 时点 { $as_of } 尚未到来，届时所知现在无法得知。请改用不晚于现在的时点。
cli-not-begun = 期间 { $period } 尚未开始，不能评价。请核对期间。
cli-supersedes = 回执 { $receipt } 不是同一类别、同一单位、同一期间的报送，不能被更正。请核对回执。
cli-file = 文件 { $path } 无法读写：{ $cause }。请检查路径和权限；已有的文件不会被覆盖。
