/// The raw requests of the seed page as curl lines.
enum SeedLines {
    static let list = line("GET", "/users")
    /// The page's own request line; the address that it names is that of ``search``.
    static let searchAsPrinted = line("POST", "/users", body: searchBody)
    static let search = line("POST", "/users/data", body: searchBody)
    static let batchDelete = line(
        "DELETE", "/users",
        body: """
            [
               {"name": "login_name_1"},
               {"name": "login_name_2"}
            ]
            """)
    static let get = line("GET", "/users/user/{name}")
    static let delete = line("DELETE", "/users/user/{name}")
    static let status = line(
        "GET", "/users/status",
        body: """
            {
               "type":"user",
               "guid":"xxxxx"
            }
            """)
    static let end = line(
        "POST", "/users/end",
        body: """
            [
               {
                   "type":"user",
                   "guid":"xxxxx"
               }
            ]
            """)

    /// One sample serves both methods.
    static func batch(_ method: String) -> String {
        line(
            method, "/users",
            body: """
                [
                   {
                       "name":"login_name_1",
                       "status": 1
                   },
                   {
                       "name":"login_name_2",
                       "password":"xxxxxx"
                   }
                ]
                """)
    }

    /// One sample serves both methods.
    static func write(_ method: String) -> String {
        line(
            method, "/users/user/{name}",
            body: """
                {
                   "name":"login_name",
                   "nickName":"nick_name",
                   "status": 1,
                   "password":"xxxxxx"
                }
                """)
    }

    private static let searchBody = """
        {
           "querys": [
               {
                   "name": "name",
                   "op": "like",
                   "values": [
                       "nick_name%"
                   ]
               }
           ],
           "sorts": [
               {
                   "name": "name"
               }
           ]
        }
        """

    private static func line(_ method: String, _ path: String, body: String? = nil) -> String {
        let url = "https://back-office-api.bitanswer.cn/bitanswer/api" + path
        let head = "curl -X \(method) '\(url)' -H 'bitkey: ••••••'"
        guard let body else { return head }
        return head + " -H 'Content-Type: application/json' -d '\(body)'"
    }
}

/// The answers as the seed page prints them.
enum SeedSamples {
    static let list = """
        {"status":0,"data":{"total":2184,"items":[{"nickName":"nick_name","name":"login_name",
        "guid":"xxxxx1","regDate":"2023-11-03 13:35:01","status":0}]}}
        """
    static let search = """
        {"status":0,"data":{"total":2,"items":[{"nickName":"nick_name_1","name":"login_name_1",
        "guid":"xxxxx1","regDate":"2023-11-03 13:35:01","status":0},{"nickName":"nick_name_2",
        "name":"login_name_2","guid":"xxxxx2","regDate":"2023-11-07 17:59:12","status":0}]}}
        """
    static let batch = """
        {"status":0,"data":{"total":2,"items":[{"name":"login_name_1","status":1},
        {"name":"login_name_2","password":"xxxxxx"}]}}
        """
    /// The page prints a total of 1 beside two items, a slip.
    static let batchDelete = """
        {"status":0,"data":{"total":2,"items":[{"name":"login_name_1"},{"name":"login_name_2"}]}}
        """
    static let user = """
        {"status":0,"data":{"total":1,"items":[{"nickName":"nick_name","name":"login_name",
        "guid":"xxxxxx","regDate":"2024-01-19 15:33:09","status":1}]}}
        """
    static let delete = """
        {"status":0,"data":{"total":1,"items":[{"name":"login_name"}]}}
        """
    static let online = """
        {"status":0,"data":{"total":1,"items":[{"nickName":"nick_name","name":"login_name",
        "guid":"xxxxx","regDate":"2024-08-29 15:06:34","status":2}]}}
        """
    static let ended = """
        {"status":0,"data":{"total":1,"items":[{"nickName":"nick_name","name":"login_name",
        "guid":"xxxxx","regDate":"2024-08-29 15:06:34","status":0}]}}
        """
}
