/// What the command line and a running server say to each other over `<data>/roster.sock`
/// (DESIGN §7): frames of a 32-bit length, the highest byte first, and as many bytes of JSON. The
/// server greets, and then answers each request before it reads the next one.
package enum ControlWire {
    /// Rises with every change that the other side could misunderstand. Framing, greeting and the
    /// fields of ``ControlGreeting`` and ``ControlRefusal`` stay for ever: they are how two releases
    /// tell each other that they do not match.
    package static let version = 1
    package static let frameBytesMax = 16 * 1024 * 1024
    package static let socketName = "roster.sock"
}

/// The first frame of the server.
package struct ControlGreeting: Codable, Sendable, Equatable {
    package let version: Int
    package let release: String
    package let process: Int

    package init(version: Int, release: String, process: Int) {
        self.version = version
        self.release = release
        self.process = process
    }

    /// Why a client of `release` cannot speak to this server, if so.
    package func refusal(ofClient release: String) -> ControlFailure? {
        if version == ControlWire.version { return nil }
        return ControlFailure(
            .otherRelease,
            version > ControlWire.version
                ? "this roster (\(release)) is older than the running server (\(self.release), "
                    + "process \(process)); use the server's own program"
                : "the running server (\(self.release), process \(process)) is older than this "
                    + "roster (\(release)); restart the server with this release")
    }
}

/// What of a request is read before anything else is understood of it.
package struct ControlRequestHead: Codable, Sendable {
    package let version: Int
    package let verb: String
}

/// A frame of the client.
package struct ControlRequest<Verb: ControlVerb>: Codable, Sendable {
    package let version: Int
    package let verb: String
    package let body: Verb

    package init(_ body: Verb) {
        version = ControlWire.version
        verb = Verb.name
        self.body = body
    }
}

/// A frame of the server: one of the two is there.
package struct ControlReply<Answer: Codable & Sendable>: Codable, Sendable {
    package var answer: Answer?
    package var failure: ControlFailure?

    package init(answer: Answer) { self.answer = answer }
    package init(failure: ControlFailure) { self.failure = failure }
}

/// A frame of the server that refuses, whatever was asked.
package typealias ControlRefusal = ControlReply<Nothing>

/// An answer that says no more than that it was done.
package struct Nothing: Codable, Sendable, Equatable {
    package init() {}
}
