/// Which settings of a configuration file are secrets, so that nobody else may read the file.
package enum SecretsInFile {
    /// The keys that have a secret value in the file at `path`, in the table's order; none when the
    /// file cannot be read as one. A URL counts when it holds a password.
    package static func keys(path: String) -> [SettingKey] {
        guard let file = try? ConfigurationFile(path: path) else { return [] }
        let layer = SettingsLayer(file: file)
        return SettingsTable.rows.filter { row in
            guard row.holdsSecret, case .text(let text)? = layer.value(for: row.key) else {
                return false
            }
            var settings = Settings()
            guard (try? row.assign(text, &settings)) != nil else { return false }
            // A value without a secret in it is shown as it is.
            return row.write(settings)?.contains(mask) == true
        }.map(\.key)
    }
}
