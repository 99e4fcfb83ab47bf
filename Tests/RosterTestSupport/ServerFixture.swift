import Foundation
package import Logging
package import RosterCore
package import RosterServer
package import RosterSettings

/// A whole server in this process: real database in a folder of its own, real listeners on free
/// ports, stopped and removed after the test.
package struct ServerFixture: Sendable {
    package let server: RosterServer
    package let iam: WireClient
    package let main: WireClient
    package let folder: String
    /// What `admin.password` was set to.
    package static let adminPassword = "Admin@2021"

    /// Starts a server, runs `body` against it, stops it.
    /// - Parameters:
    ///   - change: Changes to the settings; listeners are on free ports already.
    ///   - logger: Where the server logs to; nowhere if left out.
    ///   - adjusting: Lets a test decide the clock.
    ///   - slots: When failed logins are answered; at once if left out.
    package static func run(
        _ change: (inout RosterSettings.Settings) -> Void = { _ in },
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        adjusting: @escaping @Sendable (DirectoryEnvironment) -> DirectoryEnvironment = { $0 },
        slots: AnswerSlots = .none,
        _ body: @Sendable (ServerFixture) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            try await run(
                in: folder, change: change, logger: logger, adjusting: adjusting, slots: slots,
                body)
        }
    }

    /// As ``run(_:logger:adjusting:_:)``, over a data folder that outlives the server.
    package static func run(
        in folder: String, change: (inout RosterSettings.Settings) -> Void = { _ in },
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        adjusting: @escaping @Sendable (DirectoryEnvironment) -> DirectoryEnvironment = { $0 },
        slots: AnswerSlots = .none,
        _ body: @Sendable (ServerFixture) async throws -> Void
    ) async throws {
        var settings = RosterSettings.Settings()
        settings.dataFolder = folder
        settings.secretFile = folder + "/secret.key"
        settings.mailURL = .folder(folder + "/outbox")
        settings.smsURL = .folder(folder + "/outbox")
        settings.listen = .loopback(port: 0)
        settings.iamListen = .loopback(port: 0)
        settings.adminPassword = adminPassword
        change(&settings)
        let server = try await RosterServer.assemble(
            settings, logger: logger, stoppingOn: []
        ) { environment in
            var adjusted = adjusting(environment)
            adjusted.slots = slots
            return adjusted
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask { _ = await server.readiness.wait() }
            // The listeners are ready, or the server failed to run.
            try await group.next()
            let fixture = ServerFixture(
                server: server, iam: client("IAM", of: server), main: client("Ops", of: server),
                folder: folder, publicURL: settings.publicURL)
            do {
                try await body(fixture)
            } catch {
                await server.stop()
                while let _ = await group.nextResult() {}
                throw error
            }
            await server.stop()
            while let _ = await group.nextResult() {}
        }
    }

    /// What the server's links begin with.
    package let publicURL: String

    /// An administrator's access token.
    package func adminToken() async throws -> String {
        try await token(of: "admin", password: Self.adminPassword)
    }

    /// An access token by `POST /login`.
    package func token(of name: String, password: String) async throws -> String {
        let answer = try await iam.send(
            "POST", "/login", body: #"{"username":"\#(name)","password":"\#(password)"}"#)
        guard let token = answer.object["token"] as? String else {
            throw FixtureFailure(text: "login of \(name): \(answer)")
        }
        return token
    }

    /// Creates a user over IAM; its name is nickname and, with `@example.com`, e-mail too.
    package func createUser(
        _ name: String, password: String = "Foo@2020", isAdmin: Bool = false, token: String
    ) async throws {
        let body = """
            {"metadata":{"name":"\(name)"},"nickname":"\(name)","password":"\(password)",\
            "email":"\(name)@example.com","isAdmin":\(isAdmin ? 1 : 0)}
            """
        let answer = try await iam.send(
            "POST", "/v1/users", headers: [("Authorization", "Bearer \(token)")], body: body)
        guard answer.status == 200 else {
            throw FixtureFailure(text: "create of \(name): \(answer)")
        }
    }

    private static func client(_ surface: String, of server: RosterServer) -> WireClient {
        WireClient(port: server.places.first { $0.surface == surface }?.port ?? 0)
    }
}

/// Something that a test takes for granted did not work.
package struct FixtureFailure: Error, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    package init(text: String) { self.text = text }
}
