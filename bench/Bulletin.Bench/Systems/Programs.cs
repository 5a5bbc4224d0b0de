using System.Runtime.CompilerServices;

namespace Bulletin.Bench.Systems;

/// <summary>The paths of the programs that the bench starts.</summary>
internal static class Programs
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", ".."));

    /// <summary>The server as users run it.</summary>
    public static string Server => Existing("artifacts/run/Bulletin.Api/Bulletin.Api.dll");

    public static string Silo => Existing("artifacts/run/Bulletin.Silo/Bulletin.Silo.dll");

    public static string Baselines => Existing("artifacts/run/bench/Bulletin.Baselines/Bulletin.Baselines.dll");

    private static string Existing(string path)
    {
        var program = Path.Combine(Root, path);
        return File.Exists(program) ? program : throw new FileNotFoundException("Run script/bench, which builds it.", program);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
