enum SurfaceKitTestsSkeleton {}
