namespace Bulletin.Processes;

/// <summary>
/// The folder of this process in the temp folder: it holds all others, and goes with the process. One that is killed leaves its own
/// behind, with a lock that nobody holds any more: the next to come removes it.
/// </summary>
internal static class RunFolder
{
    private const string Prefix = "bulletin-run-", LockName = "lock";
    private static readonly TimeSpan s_goneWithin = TimeSpan.FromSeconds(10);
    private static readonly Lock s_changing = new();
    private static readonly string s_path;
    // Held as long as the process lives: the system lets go of it, however the process ends.
    private static readonly FileStream s_lock;
    private static int s_made;
    private static bool s_removed;

    static RunFolder()
    {
        // First: whoever is told to end in between waits here until there is something to remove.
        Termination.Finally(RemoveOwn);
        RemoveAbandoned();
        (s_path, s_lock) = Make();
    }

    /// <returns>A new folder in it, for its owner alone.</returns>
    /// <exception cref="InvalidOperationException">This process is ending.</exception>
    public static string New()
    {
        lock (s_changing)
        {
            // Made now, it would bring the folder back.
            if (s_removed) throw new InvalidOperationException("No temporary folder is made any more: this process is ending.");
            var path = Path.Combine(s_path, $"{++s_made}");
            return (OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(path)
                : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)).FullName;
        }
    }

    private static (string Path, FileStream Lock) Make()
    {
        var made = Directory.CreateTempSubdirectory(".bulletin-").FullName;
        // Postgres runs as another user, and has to get through to a folder of its own.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(made, File.GetUnixFileMode(made) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var held = Hold(made);
        // Only what is locked has the name that others look for.
        var path = Path.Combine(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}{Path.GetFileName(made).Replace(".bulletin", "", StringComparison.Ordinal)}");
        Directory.Move(made, path);
        return (path, held);
    }

    /// <exception cref="IOException">Another process holds it.</exception>
    private static FileStream Hold(string folder) =>
        new(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void RemoveOwn()
    {
        lock (s_changing)
        {
            s_removed = true;
            Remove(s_path);
            s_lock.Dispose();
        }
    }

    private static void RemoveAbandoned()
    {
        foreach (var folder in new DirectoryInfo(Path.GetTempPath()).EnumerateDirectories($"{Prefix}*"))
            try
            {
                // Others may write here, too: no link of theirs is followed.
                if (folder.LinkTarget is not null) continue;
                using var held = Hold(folder.FullName);
                Remove(folder.FullName);
            }
            catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException)
            {
                // Its process lives, or is another user's, or somebody else has just removed it.
            }
    }

    /// <summary>Tries again while what was started in there ends, and makes files until it has.</summary>
    private static void Remove(string path) => SpinWait.SpinUntil(() => IsRemoved(path), s_goneWithin);

    private static bool IsRemoved(string path)
    {
        try
        {
            // The lock last: while there is anything, it says whose it is.
            foreach (var folder in Directory.EnumerateDirectories(path)) Directory.Delete(folder, recursive: true);
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return !Directory.Exists(path);
        }
        catch (Exception notYet) when (notYet is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
