using System.Runtime.CompilerServices;

namespace Bulletin.Processes;

/// <summary>Where the build has put the programs under test, in the configuration of the tests themselves.</summary>
internal static class Built
{
    public static string Server => Newest("Bulletin.Api");
    public static string Silo => Newest("Bulletin.Silo");
    public static string Replay => Program("Bulletin.Replay");

    /// <summary>The server as <c>script/server</c> runs it, compiled ahead of time.</summary>
    public static string Published => Existing(Ready("Bulletin.Api"), "Run script/lib/publish Bulletin.Api first.");

    /// <summary>The repository's root.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>As published, which starts in half the time, unless it was built again since.</summary>
    private static string Newest(string project)
    {
        var (built, ready) = (Program(project), Ready(project));
        return File.Exists(ready) && Written(ready) >= Written(built) ? ready : built;
    }

    private static string Ready(string project) => Path.Combine(Root, "artifacts", "run", project, $"{project}.dll");

    private static string Program(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Existing(Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, $"{project}.dll"), "Build the solution first.");
    }

    /// <summary>When the last of our own assemblies beside the program was made.</summary>
    private static DateTime Written(string program) =>
        Directory.EnumerateFiles(Path.GetDirectoryName(program)!, "Bulletin.*.dll").Max(File.GetLastWriteTimeUtc);

    private static string Existing(string program, string otherwise) =>
        File.Exists(program) ? program : throw new FileNotFoundException(otherwise, program);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
