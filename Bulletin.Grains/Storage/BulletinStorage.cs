namespace Bulletin.Grains.Storage;

/// <summary>The name under which Orleans finds the grain storage provider.</summary>
internal static class BulletinStorage
{
    public const string Name = "bulletin";
}
