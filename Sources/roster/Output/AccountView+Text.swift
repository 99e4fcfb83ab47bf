import RosterControl

extension AccountView {
    /// One line a field, for people.
    var lines: String {
        var fields: [(String, String)] = [
            ("number", "\(id)"), ("name", name), ("shown as", displayName),
            ("e-mail", (email ?? "-") + (email != nil && !emailIsProven ? " (unproven)" : "")),
            ("phone", (phone ?? "-") + (phone != nil && !phoneIsProven ? " (unproven)" : "")),
            ("role", role), ("status", status), ("password", hasPassword ? "set" : "none"),
            ("guid", guid), ("instance", instanceID), ("revision", "\(revision)"),
            ("created", createdAt), ("updated", updatedAt), ("last login", lastLoginAt ?? "never"),
        ]
        let profile = [("avatar", avatar), ("background", background), ("bio", bio)]
        fields += profile.compactMap { name, value in value.map { (name, $0) } }
        if let location { fields.append(("location", location)) }
        if let sessions { fields.append(("sessions", "\(sessions)")) }
        if let failures, failures > 0 {
            fields.append(
                ("failures", "\(failures)" + (lockedUntil.map { ", locked until \($0)" } ?? "")))
        }
        for (surface, key) in (keys ?? [:]).sorted(by: { $0.key < $1.key }) {
            fields.append(("id there", "\(key) on \(surface)"))
        }
        return fields.map { name, value in
            name + String(repeating: " ", count: 12 - name.count) + value.printable + "\n"
        }.joined()
    }
}
