namespace Bulletin.Faults.Report;

/// <summary>What a run says, on the console and in its folder at once: that much is left, however the run ends.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly Lock writing = new();
    private readonly StreamWriter? file;

    /// <param name="folder">Where the report goes; null for none.</param>
    public RunLog(string? folder)
    {
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        file = new(Path.Combine(folder, "run.log"), append: false, ReportFiles.Utf8) { AutoFlush = true };
    }

    public void Say(string line)
    {
        Console.WriteLine(line);
        Keep(line);
    }

    /// <summary>For the folder alone: what would flood a console.</summary>
    public void Keep(string line)
    {
        lock (writing) file?.WriteLine(line);
    }

    public void Dispose() => file?.Dispose();
}
