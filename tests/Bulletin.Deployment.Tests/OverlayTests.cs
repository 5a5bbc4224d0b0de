namespace Bulletin.Deployment.Tests;

/// <summary>Each of these holds for every overlay.</summary>
public abstract class OverlayTests
{
    public static TheoryData<string> Overlays => [.. Directory.EnumerateDirectories(Repository.Path("k8s", "overlays")).Select(folder => Path.GetFileName(folder)).Order()];
}
