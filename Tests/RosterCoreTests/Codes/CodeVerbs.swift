import RosterCore
import RosterTestSupport
import Synchronization
import Testing

/// Where messages go in these tests: all arrive, unless a test says how they fail.
final class Mailbox: MessageDelivering {
    private struct State {
        var messages: [OutgoingMessage] = []
        var failure: DeliveryFailure?
    }

    private let state = Mutex(State())

    var messages: [OutgoingMessage] { state.withLock { $0.messages } }

    func fail(with failure: DeliveryFailure?) { state.withLock { $0.failure = failure } }

    func deliver(_ message: OutgoingMessage) async throws(DeliveryFailure) {
        let failure = state.withLock { state in
            if state.failure == nil { state.messages.append(message) }
            return state.failure
        }
        if let failure { throw failure }
    }

    func shutdown() async {}
}

extension Destination {
    /// An e-mail if there is an `@`, else a phone.
    init(typed text: String) throws(InvalidField) {
        if text.contains("@") {
            self = .email(try EmailAddress(parsing: text))
        } else {
            self = .phone(try PhoneNumber(parsing: text))
        }
    }
}

extension String {
    /// Six digits that are not these.
    var miss: String { self == "100000" ? "100001" : "100000" }
}

extension DirectoryFixture {
    static func open(seed: UInt64 = 1) async throws -> DirectoryFixture {
        try await inMemory(policy: DirectoryPolicy(isRegistrationOpen: true), seed: seed)
    }

    /// Delivers what waits; what arrived.
    @discardableResult
    func arrivals() async throws(DirectoryError) -> [OutgoingMessage] {
        let mailbox = Mailbox()
        for message in try await directory.takeMessages(limit: 100) {
            _ = try await directory.deliver(message, by: mailbox)
        }
        return mailbox.messages
    }

    func send(
        _ purpose: CodePurpose, to text: String, by actor: Actor = .anonymous
    ) async throws {
        try await directory.sendCode(purpose, to: try Destination(typed: text), by: actor)
    }

    /// Sends a code; the digits that arrived.
    func code(
        _ purpose: CodePurpose, to text: String, by actor: Actor = .anonymous
    ) async throws -> String {
        try await send(purpose, to: text, by: actor)
        // Notices may come with it.
        let last = try await arrivals().last { message in
            if case .code = message.content { true } else { false }
        }
        guard case .code(let digits, let sent) = last?.content else {
            Issue.record("no code arrived for \(text)")
            return ""
        }
        #expect(sent == purpose)
        return digits
    }

    /// Logs in by code.
    @discardableResult
    func logIn(_ text: String, code: String) async throws -> IssuedToken {
        try await directory.logIn(try Destination(typed: text), code: code, origin: .test)
    }

    @discardableResult
    func register(
        _ name: String, proving text: String, code: String,
        _ edit: (inout AccountDraft) throws -> Void = { _ in }
    ) async throws -> IssuedToken {
        var draft = AccountDraft(name: try AccountName(parsing: name))
        draft.password = Self.password
        try edit(&draft)
        return try await directory.register(
            draft, proving: try Destination(typed: text), code: code, origin: .test)
    }

    func bind(_ text: String, code: String, by account: Account) async throws {
        try await directory.bind(
            try Destination(typed: text), code: code, by: .account(account))
    }

    func recover(_ text: String, code: String, new: String = "new") async throws {
        try await directory.recoverPassword(
            of: try Destination(typed: text), code: code, new: new, origin: .test)
    }

    /// An account with an e-mail and a phone that are proven.
    func createProven(
        _ name: String, email: String, phone: String? = nil
    ) async throws -> Account {
        let account = try await create(name) {
            $0.email = try EmailAddress(parsing: email)
            if let phone { $0.phone = try PhoneNumber(parsing: phone) }
        }
        if phone != nil { try await provePhone(of: account) }
        return try #require(try await self.account(account.id))
    }

    /// Lets an account set a phone for itself, which leaves it unproven.
    @discardableResult
    func claim(phone: String, by account: Account) async throws -> Account {
        let number = try PhoneNumber(parsing: phone)
        return try await edit(account, by: .account(account)) { $0.phone = .set(number) }
    }

    /// How many follow, and are followed by, an account, as its counters say.
    func counters(of id: AccountID) async throws(DirectoryError) -> Counters {
        try await store.read { storage throws(DirectoryError) in
            try storage.counters(of: [id])[id] ?? Counters()
        }
    }
}
