/// Management (contracts/management.md §5 and "Decided").
extension AccessTable {
    static let management: [String: [MatrixRow]] = [
        // Whoever sends them: the body alone says who somebody is.
        "POST /v1/auth/login": [
            MatrixRow(
                "/v1/auth/login",
                body: #"{"username":"foo","password":"\#(AllSurfaces.password)"}"#,
                MatrixRow.everybody(200))
        ],
        "POST /v1/auth/refresh": [
            MatrixRow(
                "/v1/auth/refresh", body: #"{"refresh_token":"{refresh}"}"#,
                MatrixRow.everybody(200)),
            MatrixRow(
                "/v1/auth/refresh", body: #"{"refresh_token":"{new}"}"#, MatrixRow.everybody(401)),
        ],
        "POST /v1/auth/logout": [
            ownSession("/v1/auth/logout", [401, 200, 200, 200, 401, 401])
        ],

        "GET /v1/users": [
            MatrixRow("/v1/users", administrators),
            MatrixRow("/v1/users?keyword=foo", administrators),
        ],
        "POST /v1/users": [
            MatrixRow("/v1/users", body: newMember, [401, 403, 403, 201, 401, 401])
                .changed(by: .admin)
        ],
        "GET /v1/users/{user_id}": [
            MatrixRow("/v1/users/user_{user_id}", itself), MatrixRow(nowhere, unknown),
        ],
        "PUT /v1/users/{user_id}": [
            MatrixRow("/v1/users/user_{user_id}", body: #"{"phone":"1"}"#, itself)
                .changed(by: .user, .admin),
            MatrixRow("/v1/users/user_{user_id}", body: "{}", itself),
            MatrixRow(nowhere, body: "{}", unknown),
        ],
        "DELETE /v1/users/{user_id}": [
            MatrixRow("/v1/users/user_{victim_id}", administrators).changed(by: .admin),
            MatrixRow(nowhere, unknown),
            // Not even oneself.
            MatrixRow("/v1/users/user_{user_id}", [401, 403, 403, nil, 401, 401]),
        ],
    ]

    private static let nowhere = "/v1/users/user_999999"
    private static let unknown: [Int?] = [401, 403, 403, 404, 401, 401]
    private static let newMember = """
        {"username":"{new}","email":"{new}@example.com","password":"\(AllSurfaces.password)",\
        "role":"admin"}
        """
}
