import RosterTestSupport

/// One request and what must come back, with a sentence for its name.
typealias Scenario = WireScenario<Caller, Answer>

extension Scenario {
    init(
        _ name: String, _ method: String, _ target: String, by caller: Caller = .admin,
        headers: [(String, String)] = [], body: String? = nil, _ answer: Answer,
        isRight: (@Sendable (WireResponse) -> Bool)? = nil
    ) {
        self.init(
            name: name, method: method, target: target, caller: caller, headers: headers,
            body: body, answer: answer, isRight: isRight)
    }
}

/// Bodies of requests.
enum Body {
    /// A user for create; `edit` replaces fields, an empty text leaves one out.
    static func user(
        _ name: String, nickname: String = "\"nick\"", password: String = "\"Foo@2020\"",
        email: String? = nil, phone: String = "", more: String = "", metadata: String = ""
    ) -> String {
        let address = email ?? "\"\(name)@example.com\""
        let fields = [
            ("nickname", nickname), ("password", password), ("email", address), ("phone", phone),
        ].filter { !$1.isEmpty }.map { "\"\($0)\":\($1)" }
        let head = #""metadata":{"name":"\#(name)"\#(metadata)}"#
        return "{" + ([head] + fields + (more.isEmpty ? [] : [more])).joined(separator: ",") + "}"
    }

    static func login(_ name: String, _ password: String) -> String {
        #"{"username":"\#(name)","password":"\#(password)"}"#
    }

    static func passwords(old: String, new: String) -> String {
        #"{"oldPassword":"\#(old)","newPassword":"\#(new)"}"#
    }
}
