/// What the official clients of ThinkSNS call beside the seed page (contracts/thinksns.md §13). Calls that
/// need no credential are never 401.
extension AccessTable {
    static var thinkSNSClients: [String: [MatrixRow]] {
        var rows: [String: [MatrixRow]] = [
            "GET /api/v2/user/search": [
                everybody("/user/search"), everybody("/user/search?keyword=foo"),
            ],
            "GET /api/v2/users/{user}/tags": [
                everybody("/users/{user_id}/tags"), everybody("/users/foo/tags", 404),
                everybody("/users/999999/tags", 404),
            ],
            "PUT /api/v2/user/tags/{tag}": [own("/user/tags/1", 404)],
            "DELETE /api/v2/user/tags/{tag}": [own("/user/tags/1", 404)],
            "PATCH /api/v2/user/counts": [own("/user/counts", 204, body: #"{"type":"at"}"#)],
            "PATCH /api/v2/user/notifications": [own("/user/notifications?type=at", 204)],
            "GET /api/v2/user/notifications": [
                own("/user/notifications"), own("/user/notifications?type=system"),
                own("/user/notifications?type=other", 422),
            ],
            "POST /api/v2/user/certification": [own("/user/certification", 422, body: "{}")],
            "PATCH /api/v2/user/certification": [own("/user/certification", 422, body: "{}")],
        ]
        for path in [
            "/bootstrappers", "/user/recommends", "/user/populars", "/user/latests",
            "/user/find-by-tags", "/tags", "/feeds", "/advertisingspace",
            "/advertisingspace/advertising", "/locations/hots", "/locations/search",
        ] {
            rows["GET /api/v2" + path] = [everybody(path)]
        }
        for path in [
            "/user/follow-mutual", "/user/tags", "/user/counts", "/user/unread-count",
            "/user/notification-statistics", "/user/certification", "/user/socialite",
        ] {
            rows["GET /api/v2" + path] = [own(path)]
        }
        for verb in ["POST", "PUT", "PATCH", "DELETE"] {
            rows[verb + " /api/v2/user/socialite"] = [everybody("/user/socialite", 404)]
        }
        return rows
    }

    private static func everybody(_ path: String, _ status: Int = 200) -> MatrixRow {
        MatrixRow("/api/v2" + path, MatrixRow.everybody(status))
    }

    /// Of whoever has an account that is active.
    private static func own(
        _ path: String, _ status: Int = 200, body: String? = nil
    ) -> MatrixRow {
        MatrixRow("/api/v2" + path, body: body, [401, status, status, status, 401, 401])
    }
}
