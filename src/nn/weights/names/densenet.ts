/** torchvision's name of one of DenseNet's parameters. timm has the same names; the weights that torchvision itself
 *  publishes still write `norm.1` for `norm1`. */
export function denseNetName(name: string): string {
  return name.replace(/(denselayer\d+\.(?:norm|conv))\.([12]\.)/, '$1$2')
}
