using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bulletin.Api.Auth;

/// <summary>The signing key of an installation without a configured one. Created once, readable only by its owner.</summary>
internal static partial class KeyFolder
{
    private const string FileName = "access-tokens.pem";
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <returns>The key as PEM text. If several processes start at once, one creates it and all read it.</returns>
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
        // Written completely and flushed before it gets its name: nobody reads half a key, and no crash leaves one.
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
            // Another process was first. Use its key.
        }
        finally
        {
            File.Delete(unnamed);
        }
    }

    /// <exception cref="IOException">The file exists, or can't be created.</exception>
    private static void GiveName(string unnamed, string path)
    {
        // Except on Windows, File.Move checks first and then renames: another process may create the file in between.
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
