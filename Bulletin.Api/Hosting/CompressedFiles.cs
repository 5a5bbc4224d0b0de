using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Bulletin.Api.Hosting;

/// <summary>Maps the name of a plain file to its compressed copy, if there is one.</summary>
/// <param name="ending">The suffix of compressed files.</param>
internal sealed class CompressedFiles(IFileProvider files, string ending) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath + ending);

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
