namespace Bulletin.Processes;

/// <summary>A folder that goes with its test, or else with this process.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = RunFolder.New();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
