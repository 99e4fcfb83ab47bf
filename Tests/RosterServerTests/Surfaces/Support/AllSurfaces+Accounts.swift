import RosterCore
import RosterTestSupport

/// Accounts: made as each surface makes them, and found as the directory holds them.
extension AllSurfaces {
    /// Where an account is made.
    enum Maker: String, CaseIterable, Sendable {
        case iam, management, bitAnswer
        /// A person for itself, on IAM.
        case registration
        /// A person for itself, with a code to its e-mail.
        case thinkSNS
    }

    /// Makes an account with ``password``, and tells how it must look everywhere.
    func make(_ name: String, on maker: Maker) async throws -> Person {
        let email = "\(name)@example.com"
        let answer: WireResponse
        let person: Person
        switch maker {
        case .iam, .registration:
            let caller: Credential = maker == .iam ? .bearer(admin) : .nobody
            let body = """
                {"metadata":{"name":"\(name)"},"nickname":"\(name) I.","password":\
                "\(Self.password)","email":"\(email)"}
                """
            person = Person(name: name, displayName: "\(name) I.", email: email)
            answer = try await iam("POST", "/v1/users", by: caller, body: body)
        case .management:
            let body = """
                {"username":"\(name)","email":"\(email)","password":"\(Self.password)"}
                """
            // This surface knows no other name to show.
            person = Person(name: name, displayName: name, email: email)
            answer = try await main("POST", "/v1/users", body: body)
        case .bitAnswer:
            let body = #"{"nickName":"\#(name) B.","password":"\#(Self.password)"}"#
            person = Person(name: name, displayName: "\(name) B.", email: nil)
            answer = try await bitAnswer("POST", "/users/user/\(name)", body: body)
        case .thinkSNS:
            person = Person(name: name, displayName: name, email: email)
            answer = try await register(name, email)
        }
        // BitAnswer refuses with 200 and a cause.
        guard (200...201).contains(answer.status), answer.object["msg"] == nil else {
            throw FixtureFailure(text: "\(name) on \(maker): \(answer)")
        }
        return person
    }

    private func register(_ name: String, _ email: String) async throws -> WireResponse {
        let sent = try await thinkSNS(
            "POST", "/verifycodes/register", by: .nobody, body: #"{"email":"\#(email)"}"#)
        guard sent.status == 202 else { throw FixtureFailure(text: "code: \(sent)") }
        let code = try await Outbox(folder: server.folder + "/outbox").waitForCode(to: email)
        return try await thinkSNS(
            "POST", "/users", by: .nobody,
            body: #"""
                {"name":"\#(name)","email":"\#(email)","verifiable_type":"mail",\#
                "verifiable_code":"\#(code)","password":"\#(Self.password)"}
                """#)
    }

    /// An account without a password, which costs no hash; as an import would make it.
    @discardableResult
    func place(
        _ name: String, password: String? = nil,
        _ edit: @Sendable (inout AccountDraft) throws -> Void = { _ in }
    ) async throws -> Account {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.password = password
        try edit(&draft)
        return try await directory.create(draft, by: .system)
    }

    /// The account as the directory holds it.
    func account(_ name: String) async throws -> Account {
        try await directory.account(.name(FoldedKey(folding: name)), by: .operator)
    }

    /// Where Management shows an account that has no imported number.
    func path(of name: String) async throws -> String {
        "/v1/users/user_\(try await account(name).id)"
    }

    /// The user names that the lists of IAM, Management, BitAnswer and ThinkSNS show, each by itself.
    func listed() async throws -> [[String]] {
        let iam = try await iam("GET", "/v1/users")
        let users = (iam.object["items"] as? [[String: Any]] ?? []).compactMap {
            ($0["metadata"] as? [String: Any])?["name"] as? String
        }
        let management = try await main("GET", "/v1/users?page_size=100")
        let bitAnswer = try await bitAnswer("GET", "/users?limit=1000")
        let thinkSNS = try await thinkSNS("GET", "/users?limit=50").list
        return [
            users.sorted(), management.items.compactMap { $0["username"] as? String }.sorted(),
            bitAnswer.items.compactMap { $0["name"] as? String }.sorted(),
            thinkSNS.compactMap { $0["name"] as? String }.sorted(),
        ]
    }

    /// What logins through IAM and through Management are answered with.
    func logins(_ login: String, _ password: String = AllSurfaces.password) async throws -> [Int] {
        let body = #"{"username":"\#(login)","password":"\#(password)"}"#
        let iam = try await iam("POST", "/login", by: .nobody, body: body)
        let management = try await main("POST", "/v1/auth/login", by: .nobody, body: body)
        return [iam.status, management.status]
    }

    /// What a login through ThinkSNS is answered with.
    func thinkSNSLogin(
        _ login: String, _ password: String = AllSurfaces.password
    ) async throws -> Int {
        let body = #"{"login":"\#(login)","password":"\#(password)"}"#
        return try await thinkSNS("POST", "/auth/login", by: .nobody, body: body).status
    }

    /// What BitAnswer tells of an account: 0 offline, 1 disabled, 2 online.
    func presence(of guid: String) async throws -> Int? {
        let answer = try await bitAnswer("GET", "/users/status?type=user&guid=\(guid)")
        return answer.items.first?["status"] as? Int
    }
}
