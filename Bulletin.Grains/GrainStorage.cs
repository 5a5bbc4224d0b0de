namespace Bulletin.Grains;

/// <summary>The name under which Orleans finds the grain storage provider.</summary>
internal static class GrainStorage
{
    public const string Name = "bulletin";
}
