/// The calls of the seed page (shared/seeds/001). Curl lines stand as the page prints them; where
/// it prints a raw request, the same request as a curl line. `{user_id}` is `user_123`.
enum SeedLines {
    static let list = #"""
        curl -X GET "https://api.example.com/v1/users?page=1&page_size=20" \
        -H "Authorization: Bearer YOUR_ACCESS_TOKEN"
        """#
    static let get = #"""
        curl -X GET https://api.example.com/v1/users/user_123 \
        -H "Authorization: Bearer YOUR_ACCESS_TOKEN"
        """#
    static let create = #"""
        curl -X POST https://api.example.com/v1/users \
        -H "Authorization: Bearer YOUR_ACCESS_TOKEN" \
        -H "Content-Type: application/json" \
        -d '{
        "username": "jane_doe",
        "email": "jane@example.com",
        "password": "SecurePass123",
        "phone": "+86 138 0000 0001"
        }'
        """#
    static let update = #"""
        curl -X PUT https://api.example.com/v1/users/user_123 \
        -H "Authorization: Bearer YOUR_ACCESS_TOKEN" \
        -H "Content-Type: application/json" \
        -d '{
        "phone": "+86 138 0000 0002",
        "avatar": "https://example.com/avatars/new_avatar.jpg"
        }'
        """#
    static let delete = #"""
        curl -X DELETE https://api.example.com/v1/users/user_123 \
        -H "Authorization: Bearer YOUR_ACCESS_TOKEN"
        """#

    // The raw requests: `GET /v1/users` and so on, `Authorization: Bearer {your_access_token}`.
    static let rawList = raw("GET", "/v1/users")
    static let rawGet = raw("GET", "/v1/users/user_123")
    /// With the fields that its table calls required, and the role that it calls the default.
    static let rawCreate = raw(
        "POST", "/v1/users",
        body: """
            {"username":"joe_doe","email":"joe@example.com","password":"SecurePass123",\
            "role":"user"}
            """)
    /// With all fields of its table.
    static let rawUpdate = raw(
        "PUT", "/v1/users/user_123",
        body: """
            {"username":"john_roe","email":"john@example.org","phone":"+86 138 0000 0003",\
            "avatar":"https://example.com/avatars/user_123.jpg"}
            """)
    static let rawDelete = raw("DELETE", "/v1/users/user_123")

    private static func raw(_ method: String, _ path: String, body: String? = nil) -> String {
        let line = """
            curl -X \(method) 'https://api.example.com\(path)' \
            -H 'Authorization: Bearer YOUR_ACCESS_TOKEN'
            """
        return line + (body.map { " -H 'Content-Type: application/json' -d '\($0)'" } ?? "")
    }
}

/// The answers that the seed page prints.
enum SeedSamples {
    static let list = """
        {"code":200,"message":"success","data":{"total":100,"page":1,"page_size":20,"items":[
        {"id":"user_123","username":"john_doe","email":"john@example.com","status":"active",
        "created_at":"2024-01-01T00:00:00Z","updated_at":"2024-01-01T00:00:00Z"}]},
        "timestamp":1640995200000}
        """
    static let get = """
        {"code":200,"message":"success","data":{"id":"user_123","username":"john_doe",
        "email":"john@example.com","phone":"+86 138 0000 0000",
        "avatar":"https://example.com/avatars/user_123.jpg","status":"active","role":"user",
        "created_at":"2024-01-01T00:00:00Z","updated_at":"2024-01-01T00:00:00Z"},
        "timestamp":1640995200000}
        """
    static let create = """
        {"code":201,"message":"用户创建成功","data":{"id":"user_124","username":"jane_doe",
        "email":"jane@example.com","status":"active","created_at":"2024-01-02T00:00:00Z"},
        "timestamp":1640995200000}
        """
    static let update = """
        {"code":200,"message":"用户更新成功","data":{"id":"user_123","username":"john_doe",
        "email":"john@example.com","phone":"+86 138 0000 0002",
        "avatar":"https://example.com/avatars/new_avatar.jpg",
        "updated_at":"2024-01-02T00:00:00Z"},"timestamp":1640995200000}
        """
    static let delete = """
        {"code":200,"message":"用户删除成功","data":null,"timestamp":1640995200000}
        """
}

/// The calls of the sister page of the same site, by the contract page (§2).
enum SisterLines {
    static let login = #"""
        curl -X POST https://api.example.com/v1/auth/login \
        -H "Content-Type: application/json" \
        -d '{"username":"user@example.com","password":"Foo@2020"}'
        """#
    static let refresh = #"""
        curl -X POST https://api.example.com/v1/auth/refresh \
        -H "Content-Type: application/json" \
        -d '{"refresh_token":"YOUR_REFRESH_TOKEN"}'
        """#
    static let logout = #"""
        curl -X POST https://api.example.com/v1/auth/logout \
        -H "Authorization: Bearer YOUR_ACCESS_TOKEN"
        """#
}

/// The answers of the sister page, with the messages left open.
enum SisterSamples {
    static let login = """
        {"code":200,"message":"-","data":{"access_token":"eyJ","token_type":"Bearer",
        "expires_in":3600,"refresh_token":"eyJ"},"timestamp":1640995200000}
        """
    static let refresh = """
        {"code":200,"message":"-","data":{"access_token":"eyJ","token_type":"Bearer",
        "expires_in":3600},"timestamp":1640995200000}
        """
    static let logout = #"{"code":200,"message":"-","data":null,"timestamp":1640995200000}"#
}
