import Foundation
import Testing

/// The layers (DESIGN §3): which of our modules, and which libraries, each target may import.
@Suite struct ImportTableTests {
    /// Modules that any target may import: the language's own.
    static let everywhere: Set<String> = [
        "CoreFoundation",
        "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Dispatch",
    ]

    static let table: [String: Set<String>] = [
        "RosterCore": ["CPhoneNumbers", "CUnicodeFolding"],
        "RosterStorage": ["RosterCore"],
        "StorageSQLite": ["RosterCore", "RosterStorage", "GRDB", "GRDBSQLite"],
        "RosterSecurity": [
            "RosterCore", "CArgon2", "CCrypt", "CPlatform", "Crypto", "CryptoExtras", "JWTKit",
        ],
        "RosterDelivery": [
            "RosterCore", "CMail", "AsyncHTTPClient", "Crypto", "NIOCore", "NIOHTTP1", "NIOPosix",
            "NIOSSL",
        ],
        "RosterSettings": ["CPhoneNumbers", "Configuration"],
        "SurfaceKit": ["RosterCore", "HTTPTypes", "Logging", "CoreMetrics"],
        "SurfaceBitAnswer": ["RosterCore", "SurfaceKit", "HTTPTypes"],
        "SurfaceIAM": ["RosterCore", "SurfaceKit", "HTTPTypes"],
        "SurfaceManagement": ["RosterCore", "SurfaceKit", "HTTPTypes"],
        "SurfaceTavern": ["RosterCore", "SurfaceKit", "HTTPTypes"],
        "SurfaceThinkSNS": ["RosterCore", "SurfaceKit", "HTTPTypes"],
        "RosterControl": ["RosterCore", "SurfaceKit"],
        "RosterTransfer": ["RosterCore", "CPlatform", "SurfaceKit", "Crypto"],
        "RosterServer": [
            "CPlatform", "RosterControl", "RosterCore", "RosterDelivery", "RosterSecurity",
            "RosterSettings",
            "RosterStorage",
            "StorageSQLite", "SurfaceKit", "SurfaceBitAnswer", "SurfaceIAM", "SurfaceManagement",
            "SurfaceTavern", "SurfaceThinkSNS",
            "CoreMetrics", "HTTPTypes",
            "Logging", "NIOCore", "NIOHTTP1", "NIOHTTP2", "NIOHTTPTypes",
            "NIOHTTPTypesHTTP1", "NIOHTTPTypesHTTP2", "NIOPosix", "NIOSSL", "NIOTLS",
            "ServiceLifecycle",
            "UnixSignals",
        ],
        "roster": [
            "CPlatform", "RosterControl", "RosterCore", "RosterServer", "RosterSettings",
            "RosterTransfer", "SurfaceKit", "ArgumentParser", "Logging",
        ],
    ]

    @Test("Every Swift target has a row, and every row a target")
    func everyTargetHasARow() throws {
        let swift = Set(try SourceTree.files(in: "Sources", suffix: ".swift").map(\.target))
        #expect(swift == Set(Self.table.keys))
    }

    @Test("No file imports what its layer may not", arguments: table.keys.sorted())
    func importsKeepToTheTable(target: String) throws {
        let allowed = try #require(Self.table[target]).union(Self.everywhere)
        for file in try SourceTree.files(in: "Sources/" + target, suffix: ".swift") {
            for module in Self.imports(of: file) where !allowed.contains(module) {
                Issue.record("\(file.path) imports \(module)")
            }
        }
    }

    @Test("The domain asks neither clock, chance, environment nor files")
    func domainIsPure() throws {
        let impure = [
            "Date()", "UUID()", ".random(", "SystemRandomNumberGenerator", "ProcessInfo",
            "FileManager", "getenv", "clock_gettime", "import Foundation", "import Glibc",
        ]
        for file in try SourceTree.files(in: "Sources/RosterCore", suffix: ".swift") {
            for word in impure where file.text.contains(word) {
                Issue.record("\(file.path) holds \(word)")
            }
        }
    }

    @Test("No surface imports another, and only the server names an engine or a surface")
    func siblingsDoNotKnowEachOther() throws {
        for file in try SourceTree.files(in: "Sources", suffix: ".swift") {
            for module in Self.imports(of: file)
            where (module.hasPrefix("Surface") && module != "SurfaceKit")
                || (module.hasPrefix("Storage")) || module == "GRDB"
            {
                let isAtHome = module == "GRDB" && file.target == "StorageSQLite"
                #expect(
                    file.target == "RosterServer" || isAtHome, "\(file.path) imports \(module)")
            }
        }
    }

    private static func imports(of file: SourceTree.File) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index < 2, index + 1 < words.count,
                index == 0 || ["package", "public", "internal", "@testable"].contains(words[0])
            else { return nil }
            return words[index + 1].split(separator: ".").first.map(String.init)
        }
    }
}
