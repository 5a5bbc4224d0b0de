using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Api.Auth;

/// <summary>The signing key of an installation that was given none: made once, readable to its owner alone.</summary>
internal static partial class KeyFolder
{
    private const string FileName = "access-tokens.pem";
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <returns>The key as PEM text. Of several processes that come at once, one makes it and all read it.</returns>
    public static string ReadOrCreate(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) Create(folder, path);
        return File.ReadAllText(path);
    }

    private static void Create(string folder, string path)
    {
        if (OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(folder);
        else System.IO.Directory.CreateDirectory(folder, OwnersFolder);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // Whole and on the disk before it has its name: nobody may read half a key, or a crash leave one.
        var unnamed = Path.Combine(folder, $".{FileName}.{Guid.CreateVersion7():N}");
        try
        {
            using (var file = new FileStream(unnamed, NewFile()))
            {
                file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
                file.Flush(flushToDisk: true);
            }
            GiveName(unnamed, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first: its key is the one.
        }
        finally
        {
            File.Delete(unnamed);
        }
    }

    /// <exception cref="IOException">There is such a file already, or it can't be made.</exception>
    private static void GiveName(string unnamed, string path)
    {
        // Elsewhere than on Windows, File.Move looks first and renames after: another process may come between.
        if (OperatingSystem.IsWindows()) File.Move(unnamed, path, overwrite: false);
        else if (Link(unnamed, path) != 0) throw new IOException($"{path} could not be created (error {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string from, string to);

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnersFile;
        return options;
    }
}
