using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Bulletin.Api.Hosting;

/// <summary>Finds by the name of a plain file the compressed one beside it, if there is one.</summary>
/// <param name="ending">What the compressed file's name has in addition.</param>
internal sealed class CompressedFiles(IFileProvider files, string ending) : IFileProvider
{
    public IFileInfo GetFileInfo(string subpath) => files.GetFileInfo(subpath + ending);

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => NullChangeToken.Singleton;
}
