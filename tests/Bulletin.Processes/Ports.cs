using System.Net;
using System.Net.Sockets;

namespace Bulletin.Processes;

/// <summary>
/// Ports of the loopback address that stay this process's own until it ends: before a server listens there, and while one is
/// started again. Each is claimed by a lock on a file, and all lie below those which the system gives to outgoing connections.
/// </summary>
internal static class Ports
{
    private const int First = 12_000;
    private const int End = 20_000;

    // One folder for all processes of the machine, whatever TMPDIR they were given: they share its ports as well.
    private static readonly DirectoryInfo s_folder =
        Directory.CreateDirectory(Path.Combine(OperatingSystem.IsWindows() ? Path.GetTempPath() : "/tmp", $"bulletin-ports-{Environment.UserName}"));
    private static readonly List<FileStream> s_claims = [];
    private static int s_next = First;

    public static int[] Free(int count) => [.. Enumerable.Range(0, count).Select(_ => Free())];

    public static int Free()
    {
        lock (s_claims)
        {
            while (s_next < End)
            {
                var port = s_next++;
                if (Claim(port)) return port;
            }
        }
        throw new InvalidOperationException($"No port between {First} and {End} is free.");
    }

    private static bool Claim(int port)
    {
        try
        {
            FileStream claim = new(Path.Combine(s_folder.FullName, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            s_claims.Add(claim);
        }
        catch (IOException)
        {
            return false; // Another process's.
        }
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false; // Of somebody who knows nothing of claims.
        }
    }
}
