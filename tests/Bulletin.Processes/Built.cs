using System.Runtime.CompilerServices;

namespace Bulletin.Processes;

/// <summary>Where the build has put the programs under test, in the configuration of the tests themselves.</summary>
internal static class Built
{
    public static string Server => Program("Bulletin.Api");
    public static string Silo => Program("Bulletin.Silo");
    public static string Replay => Program("Bulletin.Replay");

    /// <summary>The server as <c>script/server</c> runs it, compiled ahead of time.</summary>
    public static string Published => Existing(Path.Combine(Root, "artifacts", "run", "Bulletin.Api", "Bulletin.Api.dll"), "Run script/lib/publish Bulletin.Api first.");

    /// <summary>The repository's root.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    private static string Program(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Existing(Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, $"{project}.dll"), "Build the solution first.");
    }

    private static string Existing(string program, string otherwise) =>
        File.Exists(program) ? program : throw new FileNotFoundException(otherwise, program);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
