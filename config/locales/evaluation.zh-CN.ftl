### 中文文案：评价与问题的办理。

refused-needs-supervisor = 需要监督人员（supervisor）或以上角色。
refused-needs-approver = 需要批准人（approver）或以上角色。
refused-not-reviewed = 该评价尚未复核，不能批准或退回。
refused-already-reviewed = 该评价已经复核，正等待批准。
refused-already-approved = 该评价已经批准，不再更改；如需更正，请重新评价。
refused-same-person = 复核人不能批准，须由另一人批准。

refused-finding-out-of-order = 步骤不对：问题须依次经过发现、告知、整改、关闭。
refused-finding-closed = 该问题已经关闭。
refused-finding-waived = 该问题已决定不予追究。
refused-finding-not-closed = 该问题尚未关闭，不能再次列为新问题。
