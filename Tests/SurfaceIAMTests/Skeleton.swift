enum SurfaceIAMTestsSkeleton {}
