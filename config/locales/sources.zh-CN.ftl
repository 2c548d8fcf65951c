### 中文词语：查看来源的结果。

source-unreachable = 来源 { $source } 无法访问：{ $cause }已有数据不变。
source-empty = 来源 { $source } 为空。已有数据不变，也不按零处理；请向报送方确认是否如此。
source-shrunk = 来源 { $source } 现有 { $files } 个文件、{ $bytes } 字节，上次为 { $files_before } 个文件、{ $bytes_before } 字节，明显减少。本次未接收，已有数据不变。请向报送方核实；确属无误的，运行 mingjingd once collect --source { $source } --accept-shrunk
source-unchanged = 来源 { $source } 内容与已接收的相同：{ $files } 个文件、{ $bytes } 字节。
source-received = 来源 { $source } 有新内容，已接收：{ $files } 个文件、{ $bytes } 字节。
source-not_taken = 来源 { $source } 有内容未能接收：{ $detail }。已有数据不变。请改正文件，或改正来源的 format、mapping 设置，再重新放入。
source-never = 来源 { $source } 从未查看。请运行 mingjingd once collect --source { $source }
source-cause-folder = 目录无法读取（{ $detail }）。请检查路径和权限。
source-cause-authority = 没有可用的证书颁发机构来核验其证书（{ $detail }）。请检查来源的 ca 设置；未设 ca 的，请安装系统证书（ca-certificates 软件包）。
source-cause-address = { $detail } 没有允许访问的地址。确属本单位内网的，请在 [https] private_addresses 中列出网段；否则请向域名管理方核实。
source-cause-connection = 无法连接（{ $detail }）。请检查网络和对方服务器是否运行；下次查看时会重试。
source-cause-tls = 服务器未能证明其身份（{ $detail }）。请对方换用有效证书，或在来源的 ca 设置中指明其颁发机构。
source-cause-timeout = 超过 { $detail } 秒未完成。请联系服务器管理方，或调大来源的 timeout_s。
source-cause-redirect = 服务器转向 { $detail }，而只允许在同一主机内转向，最多三次。请核对地址；确已迁移的，修改 url 和 [https] hosts。
source-cause-status = 服务器返回状态码 { $detail }，没有给出文件。401、403 请检查来源的 bearer，404 请检查 url，其他请联系服务器管理方。
source-cause-storage = 收到的内容无法在本机存放（{ $detail }）。请检查临时目录（TMPDIR）的空间和权限。
source-times = 自 { $since } 起如此；最近查看于 { $looked_at }；{ $next }
source-next = 下次查看 { $next }
source-on-request = 仅在要求时查看
source-none = 没有来源。请在设置中以 [[source]] 列出。
source-not-held = 来源 { $source } 没有待人确认的内容。mingjingd show sources 显示其状态。
source-stage = --accept-shrunk 只用于一个来源：mingjingd once collect --source ID --accept-shrunk
source-accepted = { $person } 确认接收来源 { $source } 减少后的内容。
