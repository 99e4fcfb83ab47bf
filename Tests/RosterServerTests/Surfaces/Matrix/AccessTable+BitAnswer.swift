/// BitAnswer: an administrator's key that opens this surface may do everything, and no other key
/// anything (contracts/bitanswer.md "Decided").
extension AccessTable {
    static let bitAnswer: [String: [MatrixRow]] = [
        "GET /bitanswer/api/users": [row("/users")],
        "POST /bitanswer/api/users/data": [row("/users/data", body: "{}")],
        "POST /bitanswer/api/users": [
            row("/users", body: #"[{"name":"{new}","password":"p"}]"#).changed(by: .admin),
            row("/users", body: #"[{"name":"{victim}","status":1}]"#).changed(by: .admin),
            // The seed's slip: a search.
            row("/users", body: #"{"querys":[{"name":"name","op":"=","values":["foo"]}]}"#),
        ],
        "PATCH /bitanswer/api/users": [
            row("/users", body: #"[{"name":"{victim}","password":"p"}]"#).changed(by: .admin),
            row("/users", body: #"[{"name":"{new}","status":1}]"#, 1004),
        ],
        "DELETE /bitanswer/api/users": [
            row("/users", body: #"[{"name":"{victim}"}]"#).changed(by: .admin),
            row("/users", body: #"[{"name":"{new}"}]"#),
        ],

        "GET /bitanswer/api/users/user/{name}": [
            row("/users/user/foo"), row("/users/user/{new}", 1004),
        ],
        "POST /bitanswer/api/users/user/{name}": [
            row("/users/user/{new}", body: "{}").changed(by: .admin),
            row("/users/user/{victim}", body: #"{"nickName":"n"}"#).changed(by: .admin),
        ],
        "PATCH /bitanswer/api/users/user/{name}": [
            row("/users/user/{victim}", body: #"{"status":"1"}"#).changed(by: .admin),
            row("/users/user/{new}", body: "{}", 1004),
        ],
        "DELETE /bitanswer/api/users/user/{name}": [
            row("/users/user/{victim}").changed(by: .admin), row("/users/user/{new}", 1004),
        ],

        "GET /bitanswer/api/users/status": [
            row("/users/status?type=user&guid={guid}"),
            row("/users/status", body: #"{"type":"user","guid":"{guid}"}"#),
        ],
        "POST /bitanswer/api/users/end": [
            row("/users/end", body: #"[{"type":"user","guid":"{victim_guid}"}]"#)
                .changed(by: .admin)
        ],
    ]

    /// - Parameter outcome: The number that the right key gets.
    private static func row(_ path: String, body: String? = nil, _ outcome: Int = 0) -> MatrixRow {
        var row = MatrixRow("/bitanswer/api" + path, body: body, [401, 401, 401, 200, 401, 401])
        row.outcomes = [1002, 1002, 1002, outcome, 1002, 1002]
        return row
    }
}
