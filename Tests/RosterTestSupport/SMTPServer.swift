package import Foundation

/// A real SMTP server on a loopback port: aiosmtpd (Debian's python3-aiosmtpd) in its own process.
package final class SMTPServer: Sendable {
    package struct Options: Sendable {
        package enum TLS: String, Sendable {
            case none, starttls, implicit
        }

        /// What the server's answer is about: `data` the command, `end` the whole message.
        package enum Step: String, Sendable, CaseIterable {
            case greeting, ehlo, mail, rcpt, data, end
        }

        package var tls = TLS.none
        /// Without one the server offers TLS, and no client can agree with it on any.
        package var certificate: TestCertificate?
        /// Takes mail in the clear, too, where it offers STARTTLS.
        package var isTLSOptional = false
        package var offersUTF8 = true
        /// How many seconds it waits before its answer at a step.
        package var delays: [Step: Double] = [:]
        /// The only recipient whose `end` is delayed; nil for every one.
        package var slowMailbox: String?
        /// What a client must log in with; nil for a server without logins.
        package var login: (user: String, password: String)?
        /// The answer to every recipient, e.g. 451 or 550; nil to take all.
        package var recipientAnswer: Int?
        /// The answer to every message, after its data; nil to take all.
        package var messageAnswer: Int?
        /// Takes connections and never says a word.
        package var isSilent = false
        /// Takes messages and never answers QUIT.
        package var isSilentAtQuit = false

        package init() {}
    }

    package struct Received: Decodable, Sendable {
        package let sender: String
        package let recipients: [String]
        /// The message as it came over the wire, dots unstuffed.
        package let data: Data
        /// What the client said of itself with EHLO.
        package let greeting: String
        package let isEncrypted: Bool
        /// Whether the client said SMTPUTF8 with MAIL.
        package let isUTF8: Bool
        /// Who logged in.
        package let user: String?

        package var text: String { String(decoding: data, as: UTF8.self) }
    }

    private let server: PythonServer

    private init(folder: String) throws {
        server = try PythonServer("smtp-server.py", folder: folder)
    }

    /// Starts a server, hands it to `body`, and ends it after.
    package static func run<Value>(
        _ configure: (inout Options) -> Void = { _ in },
        _ body: (SMTPServer) async throws -> Value
    ) async throws -> Value {
        var options = Options()
        configure(&options)
        return try await withTemporaryFolder { folder in
            let server = try SMTPServer(folder: folder)
            try await server.start(options)
            do {
                let value = try await body(server)
                try await server.stop()
                return value
            } catch {
                try? await server.stop()
                throw error
            }
        }
    }

    package var port: Int { server.port }
    package var url: String { "smtp://127.0.0.1:\(port)" }

    /// Every message until now, oldest first.
    package func received() throws -> [Received] { try server.received(Received.self) }

    /// Waits until `count` messages are there.
    package func received(
        atLeast count: Int, within limit: Duration = .seconds(20)
    ) async throws -> [Received] {
        let deadline = ContinuousClock.now + limit
        while true {
            let messages = try received()
            if messages.count >= count { return messages }
            guard ContinuousClock.now < deadline else {
                throw FixtureFailure(text: "\(messages.count) of \(count) messages came")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits until the server delays its answer at a step.
    package func delays(_ step: Options.Step, within limit: Duration = .seconds(20)) async throws {
        let deadline = ContinuousClock.now + limit
        while !server.holds(".begun-" + step.rawValue) {
            guard ContinuousClock.now < deadline else {
                throw FixtureFailure(text: "\(step) was not reached")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Starts it again after ``stop()``, on the same port.
    package func start(_ options: Options = Options()) async throws {
        var words = ["--tls", options.tls.rawValue]
        if let certificate = options.certificate {
            words += ["--certificate", certificate.file, "--key", certificate.keyFile]
        }
        if let login = options.login {
            words += ["--user", login.user, "--password", login.password]
        }
        if let answer = options.recipientAnswer { words += ["--answer", String(answer)] }
        if let answer = options.messageAnswer { words += ["--answer-data", String(answer)] }
        if options.isTLSOptional { words.append("--tls-optional") }
        if !options.offersUTF8 { words.append("--no-utf8") }
        for (step, seconds) in options.delays {
            words += ["--delay", "\(step.rawValue)=\(seconds)"]
        }
        if let mailbox = options.slowMailbox { words += ["--slow-mailbox", mailbox] }
        if options.isSilent { words.append("--silent") }
        if options.isSilentAtQuit { words.append("--silent-quit") }
        try await server.start(words)
    }

    /// Ends the process; connections to the port are refused from here on.
    package func stop() async throws { try await server.stop() }
}
