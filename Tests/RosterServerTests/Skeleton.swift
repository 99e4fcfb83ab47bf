enum RosterServerTestsSkeleton {}
