/// A server that runs on the data folder, as it tells of itself.
package struct RunningServer: Sendable, Equatable, Codable {
    package let process: Int
    /// As `roster --version` of that process.
    package let release: String
    /// Those that its listeners got.
    package let ports: [Int]

    package init(process: Int, release: String, ports: [Int]) {
        self.process = process
        self.release = release
        self.ports = ports
    }

    /// Who answers at the control socket of a data folder.
    package enum Presence: Sendable, Equatable {
        case nobody
        case running(RunningServer)
        /// One that does not tell this program of itself, e.g. as it is of another release; why.
        case foreign(String)
        /// One that does not answer.
        case silent(String)
    }
}
