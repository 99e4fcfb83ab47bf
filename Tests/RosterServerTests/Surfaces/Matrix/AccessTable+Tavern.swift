/// Tavern with `tavern.auth=required`: a card is its owner's alone, whatever the role
/// (contracts/tavern.md §2 and "Decided").
extension AccessTable {
    static let tavern: [String: [MatrixRow]] = [
        // Everybody's own cards.
        "GET /users": [MatrixRow("/users", members(200))],
        "POST /users": [
            MatrixRow("/users", body: #"{"snapshot":{"name":"{new}"}}"#, members(201))
                .changed(by: .user, .other, .admin)
        ],
        "GET /users/{id}": [MatrixRow("/users/{card}", owner)],
        "PATCH /users/{id}": [
            MatrixRow("/users/{card}", body: #"{"status":"disabled"}"#, owner).changed(by: .user),
            MatrixRow("/users/{card}", body: #"{"snapshot":{"name":"{new}"}}"#, owner)
                .changed(by: .user),
        ],
        "DELETE /users/{id}": [MatrixRow("/users/{card}", owner).changed(by: .user)],
        // A batch answers 200 to all; of somebody else's card it does nothing.
        "PATCH /users/batch/status": [
            MatrixRow(
                "/users/batch/status", body: #"{"ids":["{card}"],"status":"disabled"}"#,
                members(200)
            ).changed(by: .user)
        ],
        "POST /users/batch/delete": [
            MatrixRow("/users/batch/delete", body: #"{"ids":["{card}"]}"#, members(200))
                .changed(by: .user)
        ],
    ]

    private static let owner: [Int?] = [401, 200, 404, 404, 403, 403]

    private static func members(_ status: Int) -> [Int?] {
        [401, status, status, status, 403, 403]
    }
}

/// Ops on the main listener (DESIGN §8).
extension AccessTable {
    static let ops: [String: [MatrixRow]] = [
        "GET /healthz": [MatrixRow("/healthz", MatrixRow.everybody(200))],
        "GET /readyz": [MatrixRow("/readyz", MatrixRow.everybody(200))],
        "GET /metrics": [MatrixRow("/metrics", ownMachine)],
        "GET /version": [MatrixRow("/version", MatrixRow.everybody(200))],
        "GET /.well-known/jwks.json": [
            MatrixRow("/.well-known/jwks.json", MatrixRow.everybody(200))
        ],
    ]
}
