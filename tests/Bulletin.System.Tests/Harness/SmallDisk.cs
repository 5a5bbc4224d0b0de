namespace Bulletin.SystemTests.Harness;

/// <summary>
/// A server whose data folder is a disk of its own, small enough to fill: a file system in memory that only this process sees,
/// and that goes with it.
/// </summary>
internal static class SmallDisk
{
    private const string Filler = "filler";

    /// <summary>Starts the server on the disk.</summary>
    /// <param name="floor">What it leaves free; 0 to see what a disk does that is really full.</param>
    public static BulletinServer Server(int megabytes, int floor = 0) => new(new Dictionary<string, string> { ["Storage:MinFreeBytes"] = $"{floor}" })
    {
        // As an ordinary user a namespace of users comes first: in it one may mount.
        Launcher = ["unshare", .. Environment.UserName == "root" ? Array.Empty<string>() : ["--user", "--map-root-user"], "--mount",
            "sh", "-c", $"mkdir -p \"$0\" && mount -t tmpfs -o size={megabytes}m tmpfs \"$0\" && exec \"$@\""],
    };

    /// <summary>Leaves so many bytes.</summary>
    public static void Fill(BulletinServer server, int leave)
    {
        using var file = File.OpenWrite(Path.Combine(Seen(server), Filler));
        file.Write(new byte[Free(server) - leave]);
    }

    public static long Free(BulletinServer server) => new DriveInfo(Seen(server)).AvailableFreeSpace;

    public static void Clear(BulletinServer server) => File.Delete(Path.Combine(Seen(server), Filler));

    /// <summary>The folder as the server's process sees it.</summary>
    private static string Seen(BulletinServer server) => $"/proc/{server.Process.Id}/root{server.DataFolder}";
}
