/// IAM (contracts/iam.md §4 and "Decided").
extension AccessTable {
    static let iam: [String: [MatrixRow]] = [
        // A header that is sent is the credential of a login, and none of these is Basic.
        "POST /login": [
            MatrixRow(
                "/login", body: #"{"username":"foo","password":"\#(AllSurfaces.password)"}"#,
                [200, 401, 401, 401, 401, 401])
        ],
        "POST /logout": [ownSession("/logout", MatrixRow.everybody(200))],
        "POST /refresh": [MatrixRow("/refresh", [401, 200, 200, 200, 401, 401])],

        "GET /v1/users": [MatrixRow("/v1/users", administrators)],
        "POST /v1/users": [
            MatrixRow("/v1/users", body: newUser, administrators).changed(by: .admin),
            // The seed's slip: a list.
            MatrixRow("/v1/users?limit=5", administrators),
        ],
        "DELETE /v1/users": [
            MatrixRow("/v1/users?name={victim}", administrators).changed(by: .admin)
        ],
        "GET /v1/users/{name}": [
            MatrixRow("/v1/users/foo", itself),
            MatrixRow("/v1/users/{new}", [401, 403, 403, 404, 401, 401]),
        ],
        "PUT /v1/users/{name}": [
            MatrixRow("/v1/users/foo", body: sameUser, itself).changed(by: .user, .admin),
            MatrixRow("/v1/users/{new}", body: sameUser, [401, 403, 403, 404, 401, 401]),
        ],
        "DELETE /v1/users/{name}": [
            MatrixRow("/v1/users/{victim}", administrators).changed(by: .admin),
            // Not even oneself.
            MatrixRow("/v1/users/foo", [401, 403, 403, nil, 401, 401]),
        ],
        "PUT /v1/users/{name}/change_password": [wrongPassword("change_password")],
        "POST /v1/users/{name}/change_password": [wrongPassword("change_password")],
        "PUT /v1/users/{name}/change-password": [wrongPassword("change-password")],
        "POST /v1/users/{name}/change-password": [wrongPassword("change-password")],

        "GET /healthz": [MatrixRow("/healthz", MatrixRow.everybody(200))],
        "GET /version": [MatrixRow("/version", MatrixRow.everybody(200))],
        "GET /metrics": [MatrixRow("/metrics", ownMachine)],
    ]

    /// Where people may register: everybody creates, and still nobody else lists.
    static let openCreation = [
        MatrixRow("/v1/users", body: newUser, [200, 200, 200, 200, 401, 401])
            .changed(by: .anonymous, .user, .other, .admin),
        MatrixRow("/v1/users?limit=5", administrators),
    ]

    /// What only administrators may.
    static let administrators: [Int?] = [401, 403, 403, 200, 401, 401]
    /// What a person may do to itself, and an administrator to everybody.
    static let itself: [Int?] = [401, 200, 403, 200, 401, 401]
    /// From this machine nobody need say who it is, but a credential that is sent is checked.
    static let ownMachine: [Int?] = [200, 200, 200, 200, 401, 401]

    /// A request that ends the session it comes by.
    static func ownSession(_ target: String, _ statuses: [Int?]) -> MatrixRow {
        var row = MatrixRow(target, statuses)
        row.endsOwnSession = true
        return row
    }

    private static let newUser = """
        {"metadata":{"name":"{new}"},"nickname":"n","password":"\(AllSurfaces.password)",\
        "email":"{new}@example.com","isAdmin":1}
        """
    private static let sameUser = """
        {"nickname":"\(MatrixStage.secret)","email":"\(MatrixStage.secret)@example.com"}
        """

    private static func wrongPassword(_ verb: String) -> MatrixRow {
        var row = MatrixRow(
            "/v1/users/foo/\(verb)", body: #"{"oldPassword":"wrong","newPassword":"Foo@2021"}"#,
            [401, 401, 403, 401, 401, 401])
        row.triesPassword = true
        return row
    }
}
