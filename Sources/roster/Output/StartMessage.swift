import RosterCore
import RosterServer
import RosterSettings

/// What `serve` says once every listener accepts: where things answer, who administers, and what
/// to try next.
struct StartMessage {
    let settings: RosterSettings.Settings
    let server: RosterServer

    var text: String {
        var lines = ["Roster \(Release.version) is serving the directory in \(settings.dataFolder)"]
        lines += server.places.map { place in
            "  " + place.surface.padded(to: 12) + place.url
                + (place.surface == "Ops" ? "/healthz" : "")
        }
        lines.append("")
        lines += server.open.clashes.map { "Attention:     " + $0.words }
        lines += administratorLines
        lines += messageLines
        lines += nextLines
        return lines.map(\.printable).joined(separator: "\n") + "\n"
    }

    /// Whose password was generated just now.
    static func nameWithPassword(_ bootstrap: Directory.BootstrapOutcome) -> AccountName? {
        guard case .createdWithPassword(let name, _) = bootstrap else { return nil }
        return name
    }

    /// The administrator's password, if it was generated just now; else nothing.
    static func password(_ bootstrap: Directory.BootstrapOutcome) -> String {
        guard case .createdWithPassword(let name, let password) = bootstrap else { return "" }
        return "Password:      \(password)   (of \(name.description.printable); shown this once, "
            + "change it with `roster user password`)\n"
    }

    private var administratorLines: [String] {
        switch server.bootstrap {
        case .present(let name): ["Administrator: \(name)"]
        case .created(let name): ["Administrator: \(name), with the password of admin.password"]
        case .createdWithPassword(let name, _): ["Administrator: \(name), with the password above"]
        }
    }

    /// Where codes go while no mail server or gateway is set: who waits for one must look there.
    private var messageLines: [String] {
        let targets = [("mail.url", settings.mailURL), ("sms.url", settings.smsURL)]
        return targets.compactMap { key, target in
            guard case .folder(let path) = target else { return nil }
            return (key == "mail.url" ? "Mail:          " : "Text messages: ")
                + "files in \(path), until \(key) names a server"
        }
    }

    private var administrator: AccountName {
        switch server.bootstrap {
        case .present(let name), .created(let name), .createdWithPassword(let name, _): name
        }
    }

    /// The first calls, on the IAM surface if it is on.
    private var nextLines: [String] {
        guard let iam = server.places.first(where: { $0.surface == "IAM" }) else { return [] }
        return [
            "",
            "Try next:",
            "  curl -u '\(administrator)' \(iam.url)/v1/users",
            "  curl -u '\(administrator)' -XPOST \(iam.url)/login",
        ]
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
