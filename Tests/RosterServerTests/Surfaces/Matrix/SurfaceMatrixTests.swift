import RosterServer
import RosterSettings
import RosterTestSupport
import Testing

/// THREATS 11: every route of every surface by everybody. The routes come from the running server,
/// so that one without expectations fails here.
@Suite("Every route by everybody", .serialized) struct SurfaceMatrixTests {
    @Test(
        "every route answers everybody as it must, and a refused request changes nothing",
        arguments: [RosterSettings.Settings.Registration.closed, .open])
    func matrix(_ registration: RosterSettings.Settings.Registration) async throws {
        let clock = TestClock()
        let table = registration == .open ? AccessTable.rowsOfOpenRegistration : AccessTable.rows
        try await AllSurfaces.run(
            { settings in
                settings.registration = registration
                settings.tokenTTLSeconds = 86_400
            }, clock: clock
        ) { all in
            let stage = try await MatrixStage(all, clock: clock)
            var number = 0
            var shown: Set<String> = []
            for (surface, route) in all.server.server.routes {
                let rows = table[surface]?[route] ?? []
                #expect(!rows.isEmpty, "nothing is expected of \(surface) \(route)")
                for row in rows {
                    for (index, caller) in MatrixCaller.allCases.enumerated() {
                        guard let status = row.statuses[index] else { continue }
                        number += 1
                        let (answer, hasChanged) = try await stage.ask(
                            row, route, on: surface, by: caller, number: number)
                        let place = "\(surface) \(route) by \(caller), \(row.target): \(answer)"
                        #expect(answer.status == status, "\(place)")
                        #expect(hasChanged == row.changedBy.contains(caller), "\(place)")
                        if !row.outcomes.isEmpty {
                            #expect(answer.outcome == row.outcomes[index], "\(place)")
                        }
                        let isShown = answer.body.contains(MatrixStage.secret)
                        if Self.mayKnow(caller, on: surface) {
                            if isShown { shown.insert(surface) }
                        } else {
                            #expect(!isShown, "\(place)")
                        }
                    }
                }
            }
            // Else nobody could have been shown too much.
            #expect(shown == ["IAM", "Management", "BitAnswer", "Tavern", "ThinkSNS"])
        }
    }

    @Test("every route has its rows, and every row its route") func complete() async throws {
        try await AllSurfaces.run { all in
            let served = all.server.server.routes.map { "\($0.surface) \($0.route)" }
            let expected = AccessTable.rows.flatMap { surface, rows in
                rows.keys.map { "\(surface) \($0)" }
            }
            #expect(served.sorted() == expected.sorted())
            for (surface, rows) in AccessTable.rows {
                for (route, row) in rows.flatMap({ route, list in list.map { (route, $0) } }) {
                    let place = "\(surface) \(route): \(row.target)"
                    #expect(row.fits(route), "\(place)")
                    #expect(row.statuses.count == MatrixCaller.allCases.count, "\(place)")
                    let isNumbered = row.outcomes.count == row.statuses.count
                    #expect(isNumbered == (surface == "BitAnswer"), "\(place)")
                }
            }
        }
    }

    /// Who may see what is foo's: foo, and administrators, but a card is its owner's alone, and
    /// ThinkSNS shows an e-mail to nobody else.
    private static func mayKnow(_ caller: MatrixCaller, on surface: String) -> Bool {
        switch surface {
        case "Tavern", "ThinkSNS": caller == .user
        case "BitAnswer": caller == .admin
        default: caller == .user || caller == .admin
        }
    }
}
