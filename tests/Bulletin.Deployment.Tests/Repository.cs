namespace Bulletin.Deployment.Tests;

/// <summary>The working copy that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static string Text(params string[] parts) => File.ReadAllText(Path(parts));

    /// <returns>Sources of the programs, without what was generated for them.</returns>
    public static IEnumerable<string> Sources() =>
        new[] { "Bulletin.Api", "Bulletin.Grains", "Bulletin.Operations", "Bulletin.Silo" }
            .SelectMany(project => Directory.EnumerateFiles(Path(project), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Bulletin.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run in a working copy.");
        return folder.FullName;
    }
}
