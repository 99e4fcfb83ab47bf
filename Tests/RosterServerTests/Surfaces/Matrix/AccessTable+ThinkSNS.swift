/// ThinkSNS (contracts/thinksns.md §0, §3). Where nobody need say who it is, a bad token is as good
/// as none.
extension AccessTable {
    static let thinkSNS: [String: [MatrixRow]] = sessions.merging(own) { $1 }
        .merging(people) { $1 }.merging(storage) { $1 }.merging(thinkSNSClients) { $1 }

    /// Where people may register: an address alone makes nobody.
    static let openThinkSNSRegistration = [registration(422)]

    private static let verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    private static var sessions: [String: [MatrixRow]] {
        var rows: [String: [MatrixRow]] = [
            // Whoever sends it: the body alone says who somebody is.
            "POST /api/v2/auth/login": [
                row(
                    "/auth/login", body: #"{"login":"foo","password":"\#(AllSurfaces.password)"}"#,
                    MatrixRow.everybody(200))
            ],
            "POST /api/v2/verifycodes": [
                row("/verifycodes", body: newAddress, MatrixRow.everybody(202))
            ],
            "POST /api/v2/verifycodes/register": [
                row("/verifycodes/register", body: newAddress, MatrixRow.everybody(202))
            ],
            "POST /api/v2/users": [registration(403)],
        ]
        for verb in verbs {
            rows[verb + " /api/v2/auth/logout"] = [
                ownSession("/api/v2/auth/logout", accounts(200))
            ]
            rows[verb + " /api/v2/auth/refresh"] = [
                // These sessions were made at IAM, and are refreshed there.
                ownSession("/api/v2/auth/refresh", MatrixRow.everybody(401))
            ]
        }
        return rows
    }

    private static let own: [String: [MatrixRow]] = [
        "GET /api/v2/user": [row("/user", accounts(200))],
        // Everybody's own: only foo changes foo, and nobody its role.
        "PATCH /api/v2/user": [
            row("/user", body: #"{"bio":"{new}","id":1,"role":"admin","status":1}"#, accounts(204))
                .changed(by: .user)
        ],
        "PUT /api/v2/user": [
            guess("/user", #"{"email":"{new}@example.com","verifiable_code":"123456"}"#)
        ],
        "PUT /api/v2/user/password": [
            guess(
                "/user/password",
                #"""
                {"old_password":"wrong","password":"Foo@2021","password_confirmation":"Foo@2021"}
                """#)
        ],
        "PUT /api/v2/user/retrieve-password": [
            recovery("{new}@example.com", isFoos: false),
            recovery(MatrixStage.secret + "@example.com", isFoos: true),
        ],
        "DELETE /api/v2/user/phone": [guess("/user/phone", wrongProof)],
        "DELETE /api/v2/user/email": [guess("/user/email", wrongProof)],

        "GET /api/v2/user/followers": [row("/user/followers", accounts(200))],
        "GET /api/v2/user/followings": [row("/user/followings", accounts(200))],
        "PUT /api/v2/user/followings/{user}": [
            row("/user/followings/{victim_id}", accounts(204)).changed(by: .user, .other, .admin),
            // Oneself not.
            row("/user/followings/{user_id}", [401, 422, 204, 204, 401, 401])
                .changed(by: .other, .admin),
            row("/user/followings/999999", accounts(404)),
        ],
        "DELETE /api/v2/user/followings/{user}": [
            // Nobody follows it yet.
            row("/user/followings/{victim_id}", accounts(204)),
            row("/user/followings/999999", accounts(404)),
        ],
    ]

    private static let people: [String: [MatrixRow]] = [
        "GET /api/v2/users": [
            row("/users", MatrixRow.everybody(200)),
            row("/users?name=foo&fetch_by=username", MatrixRow.everybody(200)),
        ],
        "GET /api/v2/users/{user}": [
            row("/users/foo", MatrixRow.everybody(200)),
            row("/users/{user_id}", MatrixRow.everybody(200)),
            // Whoever knows the address is not shown it.
            row("/users/\(MatrixStage.secret)@example.com", MatrixRow.everybody(200)),
            // Disabled, deleted, nobody.
            row("/users/off", MatrixRow.everybody(200)),
            row("/users/gone", MatrixRow.everybody(404)),
            row("/users/{new}", MatrixRow.everybody(404)),
        ],
        "PATCH /api/v2/users/{user}/extra": [
            row("/users/{victim_id}/extra", body: #"{"likes_count":3}"#, onlyAdministrators(204))
                .changed(by: .admin),
            // Not even one's own.
            row("/users/{user_id}/extra", body: #"{"feeds_count":3}"#, onlyAdministrators(204))
                .changed(by: .admin),
            row("/users/999999/extra", body: "{}", onlyAdministrators(404)),
        ],
        "GET /api/v2/users/{user}/followers": followed("followers"),
        "GET /api/v2/users/{user}/followings": followed("followings"),
        "GET /api/v2/users/{user}/avatar": [
            row("/users/{user_id}/avatar", MatrixRow.everybody(404))
        ],
    ]

    private static let storage: [String: [MatrixRow]] = [
        "POST /api/v2/storage": [
            row(
                "/storage",
                body: #"""
                    {"filename":"a.png","hash":"0123456789abcdef0123456789abcdef","size":9,\#
                    "mime_type":"image/png","storage":{"channel":"public"}}
                    """#, accounts(201)
            ).changed(by: .user, .other, .admin)
        ],
        // A session's token is not what stores an upload.
        "PUT /api/v2/storage/{node}": [
            row("/storage/\(nobodysNode)", body: "x", MatrixRow.everybody(403)),
            row(
                "/storage/\(nobodysNode)?expires=4102444800&signature=00", body: "x",
                MatrixRow.everybody(403)),
        ],
        "GET /api/v2/storage/{node}": [
            row("/storage/\(nobodysNode)", MatrixRow.everybody(404)),
            row("/storage/public:x", MatrixRow.everybody(404)),
        ],
    ]

    private static let newAddress = #"{"email":"{new}@example.com"}"#
    private static let wrongProof = #"{"password":"wrong","verifiable_code":"123456"}"#
    private static let nobodysNode = "public:\(String(repeating: "0", count: 40)).png"

    /// Whoever has an account that is active.
    private static func accounts(_ status: Int) -> [Int?] {
        [401, status, status, status, 401, 401]
    }

    private static func onlyAdministrators(_ status: Int) -> [Int?] {
        [401, 403, 403, status, 401, 401]
    }

    private static func row(
        _ path: String, body: String? = nil, _ statuses: [Int?]
    ) -> MatrixRow {
        MatrixRow("/api/v2" + path, body: body, statuses)
    }

    /// A wrong password or code of the caller's own.
    private static func guess(_ path: String, _ body: String) -> MatrixRow {
        var row = row(path, body: body, accounts(422))
        row.triesPassword = true
        return row
    }

    private static func registration(_ status: Int) -> MatrixRow {
        row(
            "/users",
            body: #"""
                {"name":"newcomer","email":"{new}@example.com","verifiable_type":"mail",\#
                "verifiable_code":"123456","password":"\#(AllSurfaces.password)"}
                """#, MatrixRow.everybody(status))
    }

    /// Without a code an address is worth nothing, whosever it is.
    private static func recovery(_ email: String, isFoos: Bool) -> MatrixRow {
        var row = row(
            "/user/retrieve-password",
            body: #"""
                {"email":"\#(email)","verifiable_type":"mail","verifiable_code":"123456",\#
                "password":"Foo@2021"}
                """#, MatrixRow.everybody(422))
        row.triesPassword = isFoos
        return row
    }

    private static func followed(_ side: String) -> [MatrixRow] {
        [
            row("/users/{user_id}/\(side)", MatrixRow.everybody(200)),
            // By number alone.
            row("/users/foo/\(side)", MatrixRow.everybody(404)),
        ]
    }
}
